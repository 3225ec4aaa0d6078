from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import ExternalPythonOperator, PythonOperator, PythonVirtualenvOperator


@task.virtualenv(requirements=["pandas"])
def isolated():
    return 1


@task.virtualenv
def never_called():
    return 1


with DAG("environments", schedule=None, start_date=datetime(2024, 1, 1)):
    isolated()
    PythonOperator(task_id="a", python_callable=print)
    ExternalPythonOperator(task_id="b", python="/usr/bin/python3", python_callable=print)
    try:
        PythonVirtualenvOperator(task_id="c", python_callable=print)
    except Exception:
        pass
