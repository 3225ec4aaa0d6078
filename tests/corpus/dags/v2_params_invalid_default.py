"""The default breaks its own schema and the DAG has a schedule."""
from datetime import datetime

from airflow import DAG
from airflow.models.param import Param
from airflow.operators.empty import EmptyOperator

with DAG("v2_params_invalid", start_date=datetime(2022, 1, 1), schedule="@daily", params={"rows": Param("many", type="integer")}) as dag:
    EmptyOperator(task_id="a")
