"""A star brings no name with an underscore."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from shared.paths import *

with DAG("local_star_private", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=_PRIVATE)
