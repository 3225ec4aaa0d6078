from datetime import datetime

from airflow import DAG
from airflow.sensors.sql import SqlSensor

with DAG("v2_sensor_sql", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False) as dag:
    SqlSensor(task_id="rows", conn_id="reporting", sql="select 1", mode="reschedule")
