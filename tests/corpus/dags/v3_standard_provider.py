from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor

with DAG("v3_standard", start_date=datetime(2025, 5, 1), schedule="@daily", catchup=False) as dag:
    start = EmptyOperator(task_id="start")
    start >> BashOperator(task_id="b", bash_command="date") >> PythonOperator(task_id="p", python_callable=print)
    TriggerDagRunOperator(task_id="next", trigger_dag_id="v3_sdk", logical_date="{{ logical_date }}")
    TimeDeltaSensor(task_id="wait", delta=timedelta(minutes=1), mode="reschedule")
