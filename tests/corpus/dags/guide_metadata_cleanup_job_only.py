"""As above, without the models that vanished: only the guard for the job table matters."""
from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.utils.session import create_session
from airflow.version import version
from datetime import datetime

major_version, minor_version = int(version.split(".")[0]), int(version.split(".")[1])
if major_version >= 2 and minor_version >= 6:
    from airflow.jobs.job import Job
else:
    # older than 2.6
    from airflow.jobs.base_job import BaseJob as Job


def count():
    with create_session() as session:
        return session.query(Job).count()


with DAG("guide_job_count", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="count", python_callable=count)
