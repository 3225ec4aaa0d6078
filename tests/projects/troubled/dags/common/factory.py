"""Builds small pipelines from a name and a few commands."""

from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator

from common.config import default_args


def build_pipeline(name: str, commands: list[str], schedule: str = "@hourly") -> DAG:
    with DAG(
        dag_id=name,
        schedule=schedule,
        start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
        catchup=False,
        default_args=default_args(),
    ) as dag:
        previous = None
        for position, command in enumerate(commands):
            step = BashOperator(task_id=f"step_{position}", bash_command=command)
            if previous is not None:
                previous >> step
            previous = step
    return dag
