from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from circular.orders import RATE

with DAG("local_circular", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=str(RATE))
