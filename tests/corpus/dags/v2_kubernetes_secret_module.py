from datetime import datetime

from airflow import DAG
from airflow.kubernetes.secret import Secret
from airflow.operators.empty import EmptyOperator

PASSWORD = Secret("env", "SQL_CONN", "airflow-secrets", "sql_alchemy_conn")

with DAG("v2_kubernetes_secret", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
