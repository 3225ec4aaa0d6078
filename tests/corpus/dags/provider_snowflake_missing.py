from datetime import datetime

from airflow import DAG
from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator, SnowflakeSqlApiOperator

with DAG("provider_snowflake", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    SnowflakeSqlApiOperator(task_id="q", sql="select 1", statement_count=1)
