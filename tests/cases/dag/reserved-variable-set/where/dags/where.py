import os
from os import environ

from airflow import DAG

environ["AWS_DEFAULT_REGION"] = "eu-central-1"  # <- here
os.environ["MWAA__SOMETHING"] = "x"  # <- here
os.environ.update(AIRFLOW_HOME="/tmp", STAGE="prod")  # <- here
os.environ["AIRFLOW__EMAIL__FROM"] = "x"
os.environ["STAGE"] = os.environ["AWS_REGION"]
SETTINGS = {}
SETTINGS["AIRFLOW_HOME"] = "x"


def prepare(name):
    os.putenv("AIRFLOW_HOME", name)  # <- here
    os.environ[name] = "x"


prepare("x")


def in_task():
    os.environ["AWS_REGION"] = "us-east-1"


if __name__ == "__main__":
    os.environ["AIRFLOW_HOME"] = "/tmp"

with DAG("where", schedule=None):
    pass
