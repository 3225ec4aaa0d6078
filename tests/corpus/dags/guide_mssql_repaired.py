"""Reads from SQL Server through pymssql."""
from datetime import datetime, timedelta

import pymssql
from airflow import DAG
from airflow.operators.mssql_operator import MsSqlOperator
from airflow.operators.python_operator import PythonOperator


def select(**context):
    with pymssql.connect(server="db.example.com") as connection:
        print(connection)


dag = DAG("guide_mssql_repaired", start_date=datetime(2021, 1, 1), schedule_interval=timedelta(days=1), catchup=False)
create = MsSqlOperator(task_id="create", mssql_conn_id="mssql_default", sql="create table t (id int)", autocommit=True, dag=dag)
read = PythonOperator(task_id="select", python_callable=select, dag=dag)
create >> read
