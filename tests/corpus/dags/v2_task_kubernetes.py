from datetime import datetime

from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2022, 1, 1), catchup=False)
def v2_task_kubernetes():
    @task.kubernetes(image="python:3.11-slim", namespace="mwaa")
    def inside():
        return 1

    inside()


v2_task_kubernetes()
