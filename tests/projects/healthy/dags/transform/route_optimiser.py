"""Routes of tomorrow: a Lambda prepares, Fargate solves, Batch simulates, an SQS queue hands over."""

from __future__ import annotations

import json
from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.amazon.aws.operators.batch import BatchOperator
from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
from airflow.providers.amazon.aws.operators.lambda_function import LambdaInvokeFunctionOperator
from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator
from airflow.providers.amazon.aws.sensors.sqs import SqsSensor

from common import default_args
from common.callbacks import publish_failure_metric

with DAG(
    dag_id="route_optimiser",
    schedule="0 14 * * 1-5",
    start_date=pendulum.datetime(2024, 4, 15, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(on_failure_callback=publish_failure_metric),
    tags=["transform", "routes"],
) as dag:
    prepare = LambdaInvokeFunctionOperator(
        task_id="prepare",
        function_name="route-prepare",
        payload=json.dumps({"day": "{{ ds }}", "queue": "express"}),
    )
    solve = EcsRunTaskOperator(
        task_id="solve",
        cluster="routes",
        task_definition="route-solver",
        launch_type="FARGATE",
        overrides={
            "containerOverrides": [
                {"name": "solver", "command": ["solve", "--day", "{{ ds }}"], "environment": [{"name": "QUEUE", "value": "express"}]}
            ]
        },
        network_configuration={
            "awsvpcConfiguration": {
                "subnets": "{{ var.json.network.subnets }}",
                "securityGroups": "{{ var.json.network.groups }}",
                "assignPublicIp": "DISABLED",
            }
        },
        awslogs_group="/ecs/route-solver",
        awslogs_stream_prefix="ecs/solver",
        deferrable=True,
        execution_timeout=timedelta(hours=4),
    )
    simulate = BatchOperator(
        task_id="simulate",
        job_name="simulate-{{ ds_nodash }}",
        job_queue="routes-spot",
        job_definition="route-simulation",
        container_overrides={"vcpus": 4, "memory": 8192},
        deferrable=True,
    )
    hand_over = SqsPublishOperator(
        task_id="hand_over",
        sqs_queue="{{ var.value.routes_queue_url }}",
        message_content="{{ ti.xcom_pull(task_ids='simulate') }}",
    )
    confirmed = SqsSensor(
        task_id="confirmed",
        sqs_queue="{{ var.value.routes_reply_queue_url }}",
        max_messages=1,
        mode="reschedule",
        poke_interval=60,
        timeout=3600,
    )
    prepare >> solve >> simulate >> hand_over >> confirmed
