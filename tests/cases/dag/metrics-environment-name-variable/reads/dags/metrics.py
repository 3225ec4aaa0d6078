import os
from os import environ, getenv

from airflow import DAG

VARIABLE = "MWAA_ENV_NAME"


def dimensions():
    return [getenv("MWAA_ENV_NAME"), environ["MWAA_ENV_NAME"], environ.get("MWAA_ENV_NAME")]  # <- here


def fallbacks():
    if os.getenv("MWAA_ENV_NAME"):
        return None
    name = os.getenv("MWAA_ENV_NAME") or "local"
    return name, os.environ.get("MWAA_ENV_NAME", "local"), os.getenv("AIRFLOW_ENV_NAME")


with DAG("metrics", schedule=None):
    pass
