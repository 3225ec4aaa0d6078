"""Keeps the metadata database small through the command-line endpoint of the environment, never by a session of
our own (``settings.Session()`` in a task would break with Airflow 3)."""

from __future__ import annotations

import pendulum
from airflow.decorators import dag, task

from common import default_args

KEEP = pendulum.duration(days=60)


@dag(
    schedule="@monthly",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(retries=0),
    tags=["platform"],
)
def metadata_cleanup():
    @task
    def clean(ts: str | None = None) -> str:
        import base64
        import os

        import boto3
        import requests

        before = pendulum.parse(ts) - KEEP
        grant = boto3.client("mwaa").create_cli_token(Name=os.environ["AIRFLOW_ENV_NAME"])
        answer = requests.post(
            f"https://{grant['WebServerHostname']}/aws_mwaa/cli",
            headers={"Authorization": f"Bearer {grant['CliToken']}", "Content-Type": "text/plain"},
            data=f"db clean --clean-before-timestamp {before.to_date_string()} --skip-archive -y",
            timeout=60,
        )
        answer.raise_for_status()
        reply = answer.json()
        stderr = base64.b64decode(reply["stderr"]).decode()
        if "Traceback" in stderr:
            raise RuntimeError(stderr)
        return base64.b64decode(reply["stdout"]).decode()

    clean()


metadata_cleanup()
