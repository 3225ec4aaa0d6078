from datetime import datetime

from airflow import DAG
from airflow.operators.dagrun_operator import TriggerDagRunOperator

with DAG("v1_trigger", start_date=datetime(2020, 2, 2), schedule_interval="@once") as dag:
    TriggerDagRunOperator(task_id="trigger", trigger_dag_id="v1_nightly_export", conf={"full": True})
