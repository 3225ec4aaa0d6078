from datetime import datetime

from airflow import DAG
from airflow.operators.slack_operator import SlackAPIPostOperator

dag = DAG("v1_slack", start_date=datetime(2020, 2, 2), schedule_interval=None)
SlackAPIPostOperator(task_id="tell", channel="#data", text="done", dag=dag)
