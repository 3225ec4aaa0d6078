from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.comprehend import ComprehendStartPiiEntitiesDetectionJobOperator
from airflow.providers.amazon.aws.operators.neptune import NeptuneStartDbClusterOperator

with DAG("amazon_neptune", start_date=datetime(2024, 6, 1), schedule=None) as dag:
    NeptuneStartDbClusterOperator(task_id="x", db_cluster_id="c")
