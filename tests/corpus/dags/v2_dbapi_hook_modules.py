from datetime import datetime

from airflow import DAG
from airflow.hooks.dbapi import DbApiHook
from airflow.operators.empty import EmptyOperator


class ShopHook(DbApiHook):
    conn_name_attr = "shop_conn_id"


with DAG("v2_dbapi", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
