from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset, DatasetAll, DatasetAny
from airflow.operators.empty import EmptyOperator

A, B = Dataset("s3://lake/a/"), Dataset("s3://lake/b/")

with DAG("v2_dataset_any", start_date=datetime(2024, 4, 1), schedule=DatasetAny(A, DatasetAll(A, B)), catchup=False):
    EmptyOperator(task_id="a")

with DAG("v2_dataset_operators", start_date=datetime(2024, 4, 1), schedule=(A | B), catchup=False):
    EmptyOperator(task_id="b")
