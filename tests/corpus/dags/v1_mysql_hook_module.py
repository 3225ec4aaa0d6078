from datetime import datetime

from airflow import DAG
from airflow.hooks.mysql_hook import MySqlHook
from airflow.operators.python_operator import PythonOperator


def count():
    return MySqlHook(mysql_conn_id="shop").get_first("select count(*) from orders")[0]


dag = DAG("v1_mysql_count", start_date=datetime(2020, 2, 2), schedule_interval="@daily")
PythonOperator(task_id="count", python_callable=count, dag=dag)
