from airflow import DAG
from airflow.decorators import task


@task.virtualenv(requirements=["pandas"])
def isolated():
    return 1


@task.docker(image="python:3.7")
def inside():
    return 1


DAG("two", schedule_interval=None)
