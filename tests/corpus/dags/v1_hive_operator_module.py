from datetime import datetime

from airflow import DAG
from airflow.operators.hive_operator import HiveOperator

with DAG("v1_hive", start_date=datetime(2020, 2, 2), schedule_interval=None) as dag:
    HiveOperator(task_id="tables", hql="show tables;", hive_cli_conn_id="hive_cli")
