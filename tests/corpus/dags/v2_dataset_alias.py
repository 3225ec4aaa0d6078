from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset, DatasetAlias
from airflow.datasets.metadata import Metadata
from airflow.decorators import task

with DAG("v2_dataset_alias", start_date=datetime(2024, 8, 1), schedule="@daily", catchup=False):

    @task(outlets=[DatasetAlias("orders-alias")])
    def produce(*, outlet_events):
        outlet_events["orders-alias"].add(Dataset("s3://lake/orders/"))
        yield Metadata(Dataset("s3://lake/orders/"), {"rows": 3})

    produce()
