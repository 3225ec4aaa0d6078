"""Tracking events through Spark."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator
from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator
from airflow.providers.amazon.aws.sensors.emr import EmrStepSensor
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.providers.amazon.aws.sensors.sqs import SqsSensor

from common import default_args

QUEUE = "https://sqs.eu-central-1.amazonaws.com/204417779330/airflow-celery-5d1f0b7e-42aa-4c0e-9a55-0c2f6f4f1a7b"  # expect: foreign-sqs-queue
LANDING = "s3://meridian-prod-landing/events/{{ ds }}/_SUCCESS"
STEPS = [{"Name": "sessionize", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["true"]}}]

with DAG(
    dag_id="events_emr",
    schedule="45 3 * * 2-6",
    start_date=pendulum.datetime(2024, 2, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
    tags=["transform", "spark"],
) as dag:
    arrived = S3KeySensor(task_id="arrived", bucket_key=LANDING, mode="poke", poke_interval=600, timeout=10 * 60 * 60)  # expect: long-sensor-in-poke-mode
    arrived_soon = S3KeySensor(task_id="arrived_soon", bucket_key=LANDING, mode="poke", poke_interval=10, timeout=60)
    arrived_cheaply = S3KeySensor(task_id="arrived_cheaply", bucket_key=LANDING, deferrable=True, timeout=10 * 60 * 60)
    submit = EmrAddStepsOperator(
        task_id="submit",
        job_flow_id="{{ var.value.events_cluster }}",
        steps=STEPS,
        wait_for_completion=True,
        execution_timeout=timedelta(hours=18),  # expect: task-longer-than-12-hours
    )
    watch = EmrStepSensor(
        task_id="watch",
        job_flow_id="{{ var.value.events_cluster }}",
        step_id="{{ ti.xcom_pull(task_ids='submit')[0] }}",
        mode="reschedule",
        timeout=timedelta(hours=11).total_seconds(),
        execution_timeout=timedelta(hours=12),
    )
    wake = SqsPublishOperator(task_id="wake", sqs_queue=QUEUE, message_content="{{ run_id }}")
    answer = SqsSensor(
        task_id="answer", sqs_queue="{{ var.value.reply_queue_url }}", mode="reschedule", poke_interval=60, timeout=3600
    )
    [arrived, arrived_soon, arrived_cheaply] >> submit >> watch >> wake >> answer
