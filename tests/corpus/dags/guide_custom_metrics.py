"""Sends memory and processor figures of the worker to CloudWatch every five minutes."""
import os
from datetime import datetime

import boto3
import psutil
from airflow import DAG
from airflow.operators.python import PythonOperator


def publish(name, unit, value):
    boto3.client("cloudwatch").put_metric_data(
        Namespace="Custom-MWAA",
        MetricData=[
            {
                "MetricName": name,
                "Dimensions": [{"Name": "Environment", "Value": os.getenv("MWAA_ENV_NAME")}],
                "Timestamp": datetime.utcnow(),
                "Unit": unit,
                "Value": value,
            }
        ],
    )


def measure(**_):
    publish("memory_available", "Bytes", psutil.virtual_memory().available)
    publish("cpu_percent", "Percent", psutil.cpu_percent())


with DAG("guide_custom_metrics", schedule_interval="*/5 * * * *", start_date=datetime(2022, 1, 1), catchup=False) as dag:
    PythonOperator(task_id="measure", python_callable=measure, provide_context=True)
