"""The name that only the type checker sees is evaluated all the same."""
from datetime import datetime
from typing import TYPE_CHECKING

from airflow import DAG
from airflow.operators.python import PythonOperator

if TYPE_CHECKING:
    import pandas as pd


def transform(frame: pd.DataFrame = None):
    return frame


with DAG("lazy_type_checking_used", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=transform)
