""""Reads from SQL Server through pymssql (airflow dag).""""
from datetime import datetime, timedelta
import pymssql
from airflow import DAG
from airflow.operators.mssql_operator import MsSqlOperator

dag = DAG("guide_mssql", start_date=datetime(2021, 1, 1), schedule_interval=timedelta(days=1))
MsSqlOperator(task_id="create", mssql_conn_id="mssql_default", sql="create table t (id int)", dag=dag)
