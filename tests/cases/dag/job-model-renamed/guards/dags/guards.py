from airflow import DAG

try:
    from airflow.jobs.job import Job
except ImportError:
    from airflow.jobs.base_job import BaseJob as Job

from airflow.jobs import base_job  # <- here


def later():
    from airflow.jobs.base_job import BaseJob  # <- here

    return BaseJob


with DAG("guards", schedule=None):
    print(Job, base_job)
