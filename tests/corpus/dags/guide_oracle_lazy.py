"""The same without an import at the top, which a missing package cannot break."""
from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator


def client_version():
    import cx_Oracle

    return cx_Oracle.clientversion()


with DAG("guide_oracle_lazy", start_date=datetime(2021, 1, 1), schedule="@once") as dag:
    PythonOperator(task_id="version", python_callable=client_version)
