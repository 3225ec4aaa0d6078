"""Imports an operator through the plugin's name, which Airflow 2 no longer offers."""
from datetime import datetime

from airflow import DAG
from airflow.operators.billing_plugin import InvoiceOperator

with DAG("v1_plugin_import", start_date=datetime(2020, 2, 2), schedule_interval="@once") as dag:
    InvoiceOperator(task_id="invoice")
