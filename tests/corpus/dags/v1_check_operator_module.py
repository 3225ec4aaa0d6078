from datetime import datetime

from airflow import DAG
from airflow.operators.check_operator import CheckOperator, ValueCheckOperator

with DAG("v1_checks", start_date=datetime(2020, 2, 2), schedule_interval="@daily") as dag:
    CheckOperator(task_id="any", sql="select count(*) from t", conn_id="reporting")
    ValueCheckOperator(task_id="exact", sql="select count(*) from t", pass_value=3, conn_id="reporting")
