from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.redshift_sql import RedshiftSQLOperator

with DAG("amazon_redshift_sql", start_date=datetime(2022, 2, 1), schedule=None) as dag:
    RedshiftSQLOperator(task_id="q", sql="select 1", redshift_conn_id="dwh")
