"""Imports with the folder's own name in front, which works in a checkout and not on MWAA."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from dags.team.sales.constants import OWNER

with DAG("team_sales_dags_prefix", start_date=datetime(2022, 1, 1), schedule=None, default_args={"owner": OWNER}) as dag:
    EmptyOperator(task_id="a")
