"""Version 2 of the secret sample: the base hook of the amazon provider."""
from datetime import timedelta

from airflow import DAG, settings, secrets
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow.utils.dates import days_ago

SECRET = "airflow/connections/myconn"


def read(**kwargs):
    hook = AwsBaseHook(client_type="secretsmanager")
    client = hook.get_client_type("secretsmanager")
    return client.get_secret_value(SecretId=SECRET)["Name"]


with DAG(
    dag_id="guide_secret_connection",
    default_args={"owner": "airflow", "start_date": days_ago(1)},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval=None,
) as dag:
    PythonOperator(task_id="read", python_callable=read, provide_context=True)
