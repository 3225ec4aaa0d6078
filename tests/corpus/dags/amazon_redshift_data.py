from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.hooks.redshift_sql import RedshiftSQLHook
from airflow.providers.amazon.aws.operators.redshift_cluster import RedshiftPauseClusterOperator, RedshiftResumeClusterOperator
from airflow.providers.amazon.aws.operators.redshift_data import RedshiftDataOperator
from airflow.providers.amazon.aws.sensors.redshift_cluster import RedshiftClusterSensor

with DAG("amazon_redshift_data", start_date=datetime(2023, 1, 1), schedule="@daily", catchup=False) as dag:
    wake = RedshiftResumeClusterOperator(task_id="wake", cluster_identifier="dwh")
    load = RedshiftDataOperator(
        task_id="load", cluster_identifier="dwh", database="d", db_user="u", sql="select 1", wait_for_completion=True
    )
    wake >> load >> RedshiftPauseClusterOperator(task_id="sleep", cluster_identifier="dwh")
