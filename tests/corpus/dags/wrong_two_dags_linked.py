from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("wrong_linked_one", start_date=datetime(2022, 1, 1), schedule=None) as one:
    a = EmptyOperator(task_id="a")
with DAG("wrong_linked_two", start_date=datetime(2022, 1, 1), schedule=None) as two:
    b = EmptyOperator(task_id="b")
a >> b
