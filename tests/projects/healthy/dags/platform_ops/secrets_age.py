"""Tells which secrets have not been rotated for a year. Reads names and dates, never a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

import pendulum
from airflow.decorators import dag, task

from common import default_args

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

PREFIXES = ("airflow/connections", "airflow/variables")


def _old(client: SecretsManagerClient, prefix: str) -> Iterator[str]:
    limit = pendulum.now("UTC").subtract(years=1)
    for page in client.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": [prefix]}]):
        for secret in page["SecretList"]:
            if secret.get("LastChangedDate", limit) < limit:
                yield secret["Name"]


@dag(
    schedule="@monthly",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
    tags=["platform", "security"],
)
def secrets_age():
    @task
    def old(prefix: str) -> list[str]:
        import boto3

        return list(_old(boto3.client("secretsmanager"), prefix))

    @task(trigger_rule="all_done")
    def report(names: list[list[str]]) -> None:
        for group in names:
            print(*group, sep="\n")

    report(old.expand(prefix=list(PREFIXES)))


secrets_age()
