from datetime import datetime

from airflow import DAG
from airflow.contrib.hooks.snowflake_hook import SnowflakeHook
from airflow.contrib.operators.snowflake_operator import SnowflakeOperator

with DAG("v1_snowflake", start_date=datetime(2020, 2, 2), schedule_interval="@daily") as dag:
    SnowflakeOperator(task_id="q", sql="select 1", snowflake_conn_id="snowflake")
