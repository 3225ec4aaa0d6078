"""The task is called without the argument that it needs."""
import pendulum
from airflow.decorators import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2023, 1, 1, tz="UTC"), catchup=False)
def v2_taskflow_missing():
    @task
    def load(total: float):
        print(total)

    load()


v2_taskflow_missing()
