from datetime import datetime

from airflow import DAG
from airflow.sensors.python import PythonSensor

with DAG("wrong_sensor_mode", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonSensor(task_id="a", python_callable=lambda: True, mode="rescheduled")
