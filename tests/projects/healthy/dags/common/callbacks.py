"""What happens when a task or a DAG run ends badly."""

from __future__ import annotations

import logging
from typing import Any, Callable

log = logging.getLogger(__name__)

MESSAGE = """:rotating_light: *{dag_id}.{task_id}* failed at {when}
<{url}|log> - runbook: https://runbooks.example.com/airflow/{dag_id}"""


def notify_slack(channel: str) -> Callable[[dict[str, Any]], None]:
    """A callback that writes to ``channel``. Called at parse time; the inner function runs on the worker."""

    def callback(context: dict[str, Any]) -> None:
        from airflow.providers.slack.hooks.slack import SlackHook

        instance = context["task_instance"]
        text = MESSAGE.format(
            dag_id=instance.dag_id, task_id=instance.task_id, when=context["ts"], url=instance.log_url
        )
        SlackHook(slack_conn_id="slack_alerts").call("chat.postMessage", json={"channel": channel, "text": text})
        log.info("told %s about %s", channel, instance.key)

    return callback


def publish_failure_metric(context: dict[str, Any]) -> None:
    """Counts failures per DAG in CloudWatch."""
    import boto3

    boto3.client("cloudwatch").put_metric_data(
        Namespace="Meridian/Airflow",
        MetricData=[
            {
                "MetricName": "FailedTasks",
                "Dimensions": [{"Name": "DagId", "Value": context["dag"].dag_id}],
                "Value": 1,
                "Unit": "Count",
            }
        ],
    )
