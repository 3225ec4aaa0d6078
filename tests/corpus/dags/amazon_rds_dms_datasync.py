from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.appflow import AppflowRunFullOperator
from airflow.providers.amazon.aws.operators.datasync import DataSyncOperator
from airflow.providers.amazon.aws.operators.dms import DmsCreateTaskOperator, DmsStartTaskOperator
from airflow.providers.amazon.aws.operators.quicksight import QuickSightCreateIngestionOperator
from airflow.providers.amazon.aws.operators.rds import RdsCreateDbSnapshotOperator
from airflow.providers.amazon.aws.sensors.dms import DmsTaskCompletedSensor

with DAG("amazon_movers", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    RdsCreateDbSnapshotOperator(task_id="snap", db_type="instance", db_identifier="i", db_snapshot_identifier="s")
    DmsStartTaskOperator(task_id="dms", replication_task_arn="arn") >> DmsTaskCompletedSensor(task_id="w", replication_task_arn="arn")
