from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.sensors import ExternalTaskSensor

dag = DAG("v1_operators_sensors", start_date=datetime(2018, 2, 2), schedule_interval="@daily")
ExternalTaskSensor(task_id="wait", external_dag_id="other", external_task_id="done", execution_delta=timedelta(hours=1), dag=dag)
