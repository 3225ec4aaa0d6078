"""Offers of our partners by their REST interfaces, one mapped task per partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pendulum

try:
    from airflow.sdk import dag, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task

from airflow.models import Variable
from airflow.models.param import Param

from common import default_args, stage
from common.logging import task_logger

if TYPE_CHECKING:
    from airflow.models.taskinstance import TaskInstance

SECRET_ID = "meridian/partners/api"  # a name in Secrets Manager, not a secret


@dag(
    schedule="20 5 * * *",
    start_date=pendulum.datetime(2024, 5, 1, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(owner="partner-team", pool="default_pool"),
    params={"limit": Param(500, type="integer", minimum=1, maximum=5000)},
    render_template_as_native_obj=True,
    tags=["ingest", "partners"],
)
def partner_api():
    @task
    def partners() -> list[dict[str, Any]]:
        return Variable.get("partners", deserialize_json=True)

    @task(retries=4, max_active_tis_per_dag=4)
    def fetch(partner: dict[str, Any], limit: int, ti: TaskInstance | None = None) -> str:
        import json

        import boto3
        import requests

        log = task_logger(partner=partner["name"], attempt=ti.try_number if ti else 1)
        secret = boto3.client("secretsmanager").get_secret_value(SecretId=SECRET_ID)
        token = json.loads(secret["SecretString"])[partner["name"]]
        answer = requests.get(
            partner["url"], params={"limit": limit}, headers={"Authorization": f"Bearer {token}"}, timeout=30
        )
        answer.raise_for_status()
        key = f"partners/{partner['name']}/{ti.run_id if ti else 'local'}.json"
        boto3.client("s3").put_object(Bucket=stage().landing_bucket, Key=key, Body=answer.content)
        log.info("stored %d bytes", len(answer.content))
        return key

    @task
    def to_events(keys: list[str]) -> list[dict[str, str]]:
        return [{"bucket": stage().landing_bucket, "key": key} for key in keys]

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def anything(events: list[dict[str, str]]) -> bool:
        return bool(events)

    @task
    def announce(event: dict[str, str]) -> None:
        from airflow.providers.amazon.aws.hooks.sns import SnsHook

        SnsHook().publish_to_target(Variable.get("partner_topic_arn"), event["key"])

    found = fetch.partial(limit="{{ params.limit }}").expand(partner=partners())
    events = to_events(found)
    anything(events) >> announce.expand(event=events)


partner_dag = partner_api()

if __name__ == "__main__":
    partner_dag.test(run_conf={"limit": 5})
