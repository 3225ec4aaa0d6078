"""Tracking events of two days through Spark on a cluster that lives for one run."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import (
    EmrAddStepsOperator,
    EmrCreateJobFlowOperator,
    EmrTerminateJobFlowOperator,
)
from airflow.providers.amazon.aws.sensors.emr import EmrStepSensor

from common import default_args, stage
from common.datasets import EVENTS

CLUSTER = {
    "Name": "events-{{ ds }}",
    "ReleaseLabel": "emr-7.2.0",
    "Applications": [{"Name": "Spark"}],
    "LogUri": f"s3://{stage().curated_bucket}/emr-logs/",
    "Instances": {
        "InstanceGroups": [
            {"Name": "primary", "Market": "ON_DEMAND", "InstanceRole": "MASTER", "InstanceType": "m6g.xlarge", "InstanceCount": 1},
            {"Name": "core", "Market": "SPOT", "InstanceRole": "CORE", "InstanceType": "r6g.2xlarge", "InstanceCount": 4},
        ],
        "Ec2SubnetId": "{{ var.value.emr_subnet }}",
        "KeepJobFlowAliveWhenNoSteps": True,
        "TerminationProtected": False,
    },
    "AutoTerminationPolicy": {"IdleTimeout": 1800},
    "JobFlowRole": "meridian-emr-instance",
    "ServiceRole": "meridian-emr-service",
    "StepConcurrencyLevel": 2,
}
STEPS = [
    {
        "Name": name,
        "ActionOnFailure": "CONTINUE",
        "HadoopJarStep": {
            "Jar": "command-runner.jar",
            "Args": ["spark-submit", "--deploy-mode", "cluster", f"s3://{stage().curated_bucket}/jobs/{name}.py", "{{ ds }}"],
        },
    }
    for name in ("sessionize", "aggregate")
]

with DAG(
    dag_id="events_emr",
    schedule="45 3 * * 2-6",
    start_date=pendulum.datetime(2024, 2, 1, tz="UTC"),
    catchup=True,
    max_active_runs=1,
    default_args=default_args(execution_timeout=timedelta(hours=6)),
    tags=["transform", "spark"],
):
    create = EmrCreateJobFlowOperator(task_id="create_cluster", job_flow_overrides=CLUSTER).as_setup()
    terminate = EmrTerminateJobFlowOperator(task_id="terminate_cluster", job_flow_id=create.output).as_teardown(
        setups=create
    )
    submit = EmrAddStepsOperator(task_id="submit", job_flow_id=create.output, steps=STEPS)
    watch = [
        EmrStepSensor(
            task_id=f"watch_{step['Name']}",
            job_flow_id=create.output,
            step_id=f"{{{{ ti.xcom_pull(task_ids='submit')[{position}] }}}}",
            mode="reschedule",
            poke_interval=120,
            timeout=timedelta(hours=5).total_seconds(),
            outlets=[EVENTS] if step["Name"] == "aggregate" else [],
        )
        for position, step in enumerate(STEPS)
    ]
    create >> submit >> watch >> terminate
