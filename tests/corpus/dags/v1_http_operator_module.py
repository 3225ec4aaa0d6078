import json
from datetime import datetime

from airflow import DAG
from airflow.operators.http_operator import SimpleHttpOperator
from airflow.sensors.http_sensor import HttpSensor

dag = DAG("v1_http_ping", start_date=datetime(2020, 2, 2), schedule_interval="@hourly", catchup=False)
ready = HttpSensor(task_id="ready", http_conn_id="api", endpoint="health", poke_interval=5, dag=dag)
post = SimpleHttpOperator(task_id="post", http_conn_id="api", endpoint="jobs", data=json.dumps({"a": 1}), dag=dag)
ready >> post
