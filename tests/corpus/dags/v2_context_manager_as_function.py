"""A factory that returns DAGs, and a dict of them."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator


def make(name, tasks):
    dag = DAG(f"v2_factory_{name}", start_date=datetime(2022, 1, 1), schedule=None)
    with dag:
        for number in range(tasks):
            EmptyOperator(task_id=f"t{number}")
    return dag


for name, tasks in {"small": 1, "large": 5}.items():
    globals()[f"dag_{name}"] = make(name, tasks)
