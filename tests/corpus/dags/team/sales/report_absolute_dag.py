"""The same with an absolute import."""
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

from team.sales.constants import OWNER

with DAG("team_sales_absolute", start_date=datetime(2022, 1, 1), schedule=None, default_args={"owner": OWNER}) as dag:
    EmptyOperator(task_id="a")
