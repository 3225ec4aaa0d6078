"""The same events on EMR Serverless. Copied from events_emr.py."""

from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import EmrServerlessStartJobOperator

from common import default_args

with DAG(
    dag_id="events_emr",  # expect: duplicate-dag-id
    schedule="45 3 * * 2-6",
    start_date=pendulum.datetime(2024, 2, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
) as dag:
    EmrServerlessStartJobOperator(
        task_id="sessionize",
        application_id="{{ var.value.emr_serverless_application }}",
        execution_role_arn="{{ var.value.emr_serverless_role }}",
        job_driver={"sparkSubmit": {"entryPoint": "s3://meridian-prod-curated/jobs/sessionize.py"}},
        configuration_overrides={},
        deferrable=True,
    )

with DAG(
    dag_id="events_emr_replay",
    schedule=None,
    start_date=pendulum.datetime(2024, 2, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
) as replay:
    # the same task id in another DAG is nobody's business
    EmrServerlessStartJobOperator(
        task_id="sessionize",
        application_id="{{ var.value.emr_serverless_application }}",
        execution_role_arn="{{ var.value.emr_serverless_role }}",
        job_driver={"sparkSubmit": {"entryPoint": "s3://meridian-prod-curated/jobs/sessionize.py"}},
        configuration_overrides={},
    )
