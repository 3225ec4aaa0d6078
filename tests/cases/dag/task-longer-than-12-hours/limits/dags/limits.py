from datetime import timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

DAY = timedelta(days=1)
COMMON = {
    "retries": 1,
    "execution_timeout": timedelta(hours=13),  # <- here
}

with DAG("limits", schedule=None, default_args=COMMON, dagrun_timeout=DAY):
    BashOperator(task_id="a", bash_command="x")
    BashOperator(task_id="b", bash_command="x")
    BashOperator(task_id="c", bash_command="x", execution_timeout=timedelta(hours=1), retry_delay=DAY)
    BashOperator(task_id="d", bash_command="x", execution_timeout=None)
    S3KeySensor(task_id="e", bucket_key="s3://b/k", mode="reschedule", execution_timeout=DAY)
    S3KeySensor(task_id="f", bucket_key="s3://b/k", execution_timeout=DAY)  # <- here

    @task(execution_timeout=DAY)  # <- here
    def long():
        return 1

    long()
