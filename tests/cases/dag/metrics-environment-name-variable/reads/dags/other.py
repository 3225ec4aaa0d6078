import os

from airflow import DAG

os.environ["MWAA_ENV_NAME"] = "x"
NAME = os.environ["MWAA_ENV_NAME"]

with DAG("other", schedule=None):
    pass
