from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import get_current_context
from airflow.utils.context import Context

with DAG("v2_context", start_date=datetime(2022, 1, 1), schedule=None) as dag:

    @task
    def show(**context: Context):
        print(get_current_context()["ds"], context["params"])

    show()
