"""Modules that the standard library has lost or never had on this Python (airflow dag)."""
from datetime import datetime

import asyncore
import distutils.util
import imp
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("python312_lost_modules", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
