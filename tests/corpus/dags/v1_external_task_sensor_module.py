from datetime import datetime

from airflow import DAG
from airflow.sensors.external_task_sensor import ExternalTaskMarker, ExternalTaskSensor

with DAG("v1_external_sensor", start_date=datetime(2020, 2, 2), schedule_interval="@daily") as dag:
    wait = ExternalTaskSensor(task_id="wait", external_dag_id="v1_nightly_export", external_task_id="upload", mode="reschedule")
    mark = ExternalTaskMarker(task_id="mark", external_dag_id="v1_even_minute", external_task_id="even")
    wait >> mark
