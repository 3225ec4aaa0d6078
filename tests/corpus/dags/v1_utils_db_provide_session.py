from datetime import datetime

from airflow import DAG
from airflow.models import DagRun
from airflow.operators.python import PythonOperator
from airflow.utils.db import provide_session


@provide_session
def count(session=None):
    return session.query(DagRun).count()


with DAG("v1_provide_session", start_date=datetime(2020, 2, 2), schedule=None) as dag:
    PythonOperator(task_id="count", python_callable=count)
