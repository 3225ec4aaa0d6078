from datetime import timedelta

from airflow import DAG
from airflow.decorators import task
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.sensors.base import BaseSensorOperator
from airflow.sensors.external_task import ExternalTaskSensor

HOUR = 60 * 60
COMMON = {"bucket_key": "s3://b/k"}


class ManifestSensor(BaseSensorOperator):
    def poke(self, context):
        return True


with DAG("calm", schedule=None, default_args={"mode": "reschedule", "timeout": 9 * HOUR}):
    S3KeySensor(task_id="a", **COMMON)
    ManifestSensor(task_id="b")
    ManifestSensor(task_id="c", mode="poke")  # <- here

with DAG("plain", schedule=None, default_args={"retries": 1}):
    ManifestSensor(task_id="a", timeout=2 * HOUR)  # <- here
    ManifestSensor(task_id="b", timeout=HOUR)
    ManifestSensor(task_id="c", mode="poke", execution_timeout=timedelta(minutes=30))
    ExternalTaskSensor(task_id="d", external_dag_id="x", timeout=timedelta(hours=3))  # <- here
    ExternalTaskSensor(task_id="e", external_dag_id="x", deferrable=True, timeout=3 * HOUR)
    ExternalTaskSensor(task_id="f", external_dag_id="x", timeout=HOUR * len(COMMON))

    @task.sensor(mode="poke", timeout=5 * HOUR)
    def waits():
        return True

    waits()  # <- here
