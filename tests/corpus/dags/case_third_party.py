from datetime import datetime

import Boto3
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("case_third_party", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
