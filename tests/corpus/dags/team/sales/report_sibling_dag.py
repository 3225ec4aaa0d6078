"""Imports the neighbour as if its folder were on the path."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from constants import OWNER

with DAG("team_sales_sibling", start_date=datetime(2022, 1, 1), schedule=None, default_args={"owner": OWNER}) as dag:
    EmptyOperator(task_id="a")
