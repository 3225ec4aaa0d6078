from datetime import datetime

from airflow import DAG
from airflow.operators.sql import BranchSQLOperator, SQLCheckOperator, SQLThresholdCheckOperator

with DAG("v2_operators_sql", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False) as dag:
    SQLCheckOperator(task_id="check", conn_id="reporting", sql="select 1")
