"""Weekly and monthly roll-ups in Athena, then a note to whoever asked for it."""

from __future__ import annotations

import pendulum
from airflow.decorators import dag, task, task_group
from airflow.models.baseoperator import chain
from airflow.operators.python import get_current_context
from airflow.providers.amazon.aws.operators.sns import SnsPublishOperator
from airflow.utils.edgemodifier import Label

from common import default_args
from common.operators import PartitionedAthenaOperator
from transform import rollup_queries as queries


@dag(
    dag_id="athena_rollups",
    schedule="@weekly",
    start_date=pendulum.datetime(2024, 1, 7, tz="UTC"),
    catchup=False,
    default_args=default_args(),
    tags=["transform", "athena"],
)
def rollups():
    @task(multiple_outputs=True)
    def window() -> dict[str, str]:
        context = get_current_context()
        return {
            "start": context["data_interval_start"].to_date_string(),
            "end": context["data_interval_end"].to_date_string(),
        }

    @task_group(group_id="run")
    def run(partition: str):
        for name, query in queries.ALL.items():
            PartitionedAthenaOperator(
                task_id=name, query=query, database="rollups", partition=partition, deferrable=True, sleep_time=20
            )

    @task.branch
    def who_asked(**context) -> str:
        return "tell" if context["dag_run"].external_trigger else "silent"

    @task
    def silent() -> None:
        """Scheduled runs tell nobody."""

    tell = SnsPublishOperator(
        task_id="tell",
        target_arn="{{ var.value.rollup_topic_arn }}",
        subject="Roll-ups are ready",
        message="Run {{ run_id }} finished, see s3://{{ var.value.rollup_bucket }}/weekly/",
    )

    bounds = window()
    asked = who_asked()
    chain(run(partition=bounds["start"]), asked)
    asked >> Label("by hand") >> tell
    asked >> Label("by clock") >> silent()


rollups()
