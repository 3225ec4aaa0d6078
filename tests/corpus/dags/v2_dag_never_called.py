"""Decorated, yet never called, so there is no DAG."""
import pendulum
from airflow.decorators import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2023, 1, 1, tz="UTC"))
def v2_never_called():
    @task
    def nothing():
        return None

    nothing()
