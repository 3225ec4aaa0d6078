from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

import shared.syntax

with DAG("local_syntax_helper", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
