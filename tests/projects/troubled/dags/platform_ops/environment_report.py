"""What the environment is made of, and a nudge for its neighbour."""

from __future__ import annotations

import base64
import os

import pendulum
from airflow.decorators import dag, task

from common import default_args

NEIGHBOUR = "your-new-environment-name"  # expect: placeholder-left-in-code
OWN_NAME = os.getenv("AIRFLOW_ENV_NAME", "local")
HELP = "fill in your own environment name in the variable neighbour"


def cli(environment: str, command: str) -> str:
    import boto3
    import requests

    grant = boto3.client("mwaa").create_cli_token(Name=environment)
    answer = requests.post(
        f"https://{grant['WebServerHostname']}/aws_mwaa/cli",
        headers={"Authorization": f"Bearer {grant['CliToken']}", "Content-Type": "text/plain"},
        data=command,
        timeout=30,
    )
    answer.raise_for_status()
    reply = answer.json()
    if error := base64.b64decode(reply["stderr"]).decode():
        raise RuntimeError(error)
    return base64.b64decode(reply["stdout"]).decode()


@dag(schedule="@daily", start_date=pendulum.datetime(2024, 1, 1, tz="UTC"), catchup=False, default_args=default_args())
def environment_report():
    @task
    def describe() -> str:
        import boto3

        return boto3.client("mwaas").get_environment(Name=OWN_NAME)["Environment"]["Status"]  # expect: mwaa-client-misspelt

    @task
    def buckets() -> int:
        import boto3

        return len(boto3.client("s3").list_buckets()["Buckets"])  # expect: dag-lists-all-buckets

    @task
    def objects() -> int:
        import boto3

        return boto3.client("s3").list_objects_v2(Bucket=os.environ["MERIDIAN_LANDING_BUCKET"])["KeyCount"]

    @task
    def metric(count: int) -> None:
        import boto3

        boto3.client("cloudwatch").put_metric_data(
            Namespace="Meridian/Airflow",
            MetricData=[
                {
                    "MetricName": "Buckets",
                    "Dimensions": [{"Name": "Environment", "Value": os.getenv("MWAA_ENV_NAME")}],  # expect: metrics-environment-name-variable
                    "Value": count,
                }
            ],
        )
        print(os.getenv("MWAA_ENV_NAME", "local"))

    @task
    def ask_neighbour() -> None:
        import boto3
        import requests

        print(cli(NEIGHBOUR, "dags list-import-errors"))
        grant = boto3.client("mwaa").create_cli_token(Name=NEIGHBOUR)
        answer = requests.post(
            f"https://{grant['WebServerHostname']}/aws_mwaa/cli",
            headers={"Authorization": f"Bearer {grant['CliToken']}", "Content-Type": "text/plain"},
            data="connections list",  # expect: cli-command-not-supported
            timeout=30,
        )
        answer.raise_for_status()
        print(base64.b64decode(answer.json()["stderr"]))

    describe() >> metric(buckets()) >> objects() >> ask_neighbour()


environment_report()
