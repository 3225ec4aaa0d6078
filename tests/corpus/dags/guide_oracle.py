"""Asks the client library of Oracle for its version."""
import os
from datetime import datetime, timedelta

import cx_Oracle
from airflow import DAG
from airflow.operators.python_operator import PythonOperator

os.environ["DPI_DEBUG_LEVEL"] = "64"


def client_version(**kwargs):
    cx_Oracle.init_oracle_client()
    return cx_Oracle.clientversion()


with DAG("guide_oracle", start_date=datetime(2021, 1, 1), schedule_interval="@once", dagrun_timeout=timedelta(hours=2)) as dag:
    PythonOperator(task_id="version", python_callable=client_version, provide_context=True)
