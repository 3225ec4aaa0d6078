from datetime import datetime

from airflow import DAG
from airflow.hooks.S3_hook import S3Hook
from airflow.operators.python_operator import PythonOperator


def copy():
    S3Hook().copy_object("a", "b", "source", "target")


dag = DAG("v1_s3_copy", start_date=datetime(2020, 2, 2), schedule_interval="@daily", catchup=False)
PythonOperator(task_id="copy", python_callable=copy, dag=dag)
