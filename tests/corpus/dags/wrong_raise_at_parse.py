import os
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

STAGE = os.environ["STAGE_THAT_NOBODY_SETS"]

with DAG("wrong_raise", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=STAGE)
