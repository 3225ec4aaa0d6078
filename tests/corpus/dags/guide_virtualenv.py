"""A task in an environment of its own."""
import os
from datetime import timedelta

from airflow import DAG
from airflow.operators.python import PythonVirtualenvOperator
from airflow.utils.dates import days_ago

os.environ["PATH"] = os.getenv("PATH", "") + ":/usr/local/airflow/.local/bin"


def isolated():
    import boto3

    print(boto3.__version__)


with DAG(
    dag_id="guide_virtualenv",
    default_args={"owner": "airflow", "start_date": days_ago(1)},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval="@once",
) as dag:
    PythonVirtualenvOperator(
        task_id="isolated", python_callable=isolated, requirements=["boto3>=1.17.43"], system_site_packages=False
    )
