"""Snowflake through a connection that Secrets Manager holds."""
from datetime import timedelta

from airflow import DAG
from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator
from airflow.utils.dates import days_ago

QUERIES = ["use warehouse loading", "use database sales", "select count(*) from orders"]

with DAG(
    dag_id="guide_snowflake",
    default_args={"owner": "snowflake", "start_date": days_ago(1)},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval="@daily",
) as dag:
    SnowflakeOperator(task_id="count_orders", sql=QUERIES, snowflake_conn_id="snowflake_conn")
