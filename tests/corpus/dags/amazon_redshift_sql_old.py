from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.redshift import RedshiftSQLOperator

with DAG("amazon_redshift_old", start_date=datetime(2021, 12, 1), schedule_interval=None) as dag:
    RedshiftSQLOperator(task_id="q", sql="select 1", redshift_conn_id="dwh")
