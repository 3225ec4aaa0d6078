from airflow import DAG
from airflow.jobs.base_job import BaseJob

with DAG("old", schedule=None):
    print(BaseJob)
