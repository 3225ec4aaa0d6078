import os

from airflow import DAG

NAME = os.getenv("MWAA_ENV_NAME")

with DAG("metrics", schedule=None):
    pass
