from datetime import datetime

from airflow import *
from airflow.models import *
from airflow.operators.python import *

with DAG("star_from_airflow", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=print)
