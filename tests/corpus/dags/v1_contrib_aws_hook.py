"""Reads a connection straight from Secrets Manager with the contrib hook."""
from datetime import timedelta

from airflow import DAG, settings, secrets
from airflow.contrib.hooks.aws_hook import AwsHook
from airflow.operators.python_operator import PythonOperator
from airflow.utils.dates import days_ago


def read_secret(**kwargs):
    hook = AwsHook()
    client = hook.get_client_type("secretsmanager")
    return client.get_secret_value(SecretId="airflow/connections/billing")["SecretString"]


with DAG(
    dag_id="v1_secret_by_hook",
    default_args={"owner": "airflow", "start_date": days_ago(1), "depends_on_past": False},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval=None,
) as dag:
    show = PythonOperator(task_id="show", python_callable=read_secret, provide_context=True)
