"""Canonical names fold the homes of an Airflow name."""

from __future__ import annotations

import pytest

from mwaa_doctor.models.names import canonical


@pytest.mark.parametrize(
    ("qualified", "expected"),
    [
        ("airflow.models.Variable.get", "airflow:Variable.get"),
        ("airflow.sdk.Variable.get", "airflow:Variable.get"),
        ("airflow.decorators.task", "airflow:task"),
        ("airflow.decorators.task()", "airflow:task()"),
        ("airflow.decorators.task.sensor", "airflow:task.sensor"),
        ("airflow.decorators.task.sensor()", "airflow:task.sensor()"),
        ("airflow.sdk.task.docker()", "airflow:task.docker()"),
        ("airflow.decorators.task_group()", "airflow:task_group()"),
        ("airflow.operators.bash.BashOperator", "airflow:BashOperator"),
        ("boto3.client().list_buckets", "boto3.client().list_buckets"),
    ],
)
def test_canonical_names(qualified: str, expected: str) -> None:
    assert canonical(qualified) == expected
