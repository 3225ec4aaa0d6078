from datetime import datetime

from airflow import DAG
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

with DAG("v2_trigger_dagrun", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    TriggerDagRunOperator(
        task_id="start",
        trigger_dag_id="v2_empty",
        execution_date="{{ data_interval_start }}",
        reset_dag_run=True,
        wait_for_completion=True,
        poke_interval=30,
    )
