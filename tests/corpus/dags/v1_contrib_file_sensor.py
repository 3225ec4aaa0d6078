from datetime import datetime

from airflow import DAG
from airflow.contrib.sensors.file_sensor import FileSensor
from airflow.operators.bash_operator import BashOperator

dag = DAG("v1_contrib_file_sensor", start_date=datetime(2020, 1, 1), schedule_interval="@hourly")
wait = FileSensor(task_id="wait", filepath="incoming/data.csv", fs_conn_id="fs_default", dag=dag)
load = BashOperator(task_id="load", bash_command="wc -l data.csv", dag=dag)
wait >> load
