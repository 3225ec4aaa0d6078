from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from shared.starred import *

with DAG("local_star", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=bucket("x") + str(extra))
