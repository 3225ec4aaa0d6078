"""Trains the demand forecast."""

from __future__ import annotations

import pendulum
from airflow.decorators import dag, task

from common import default_args

type Score = float  # expect: syntax-newer-than-python


@dag(schedule="@weekly", start_date=pendulum.datetime(2024, 6, 2, tz="UTC"), catchup=False, default_args=default_args())
def demand_forecast():
    @task
    def train() -> Score:
        return 0.5

    @task.branch
    def better(score: Score) -> str:
        return "deploy" if score < 1 else "keep"

    @task
    def deploy() -> None:
        print("deployed")

    @task
    def keep() -> None:
        print("kept")

    better(train()) >> [deploy(), keep()]


demand_forecast()
