from datetime import datetime

try:
    from airflow.contrib.hooks.gcp_hook import GoogleCloudBaseHook
except:  # noqa: E722
    GoogleCloudBaseHook = object

from airflow import DAG
from airflow.operators.empty import EmptyOperator


class Hook(GoogleCloudBaseHook):
    pass


with DAG("fallback_bare", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
