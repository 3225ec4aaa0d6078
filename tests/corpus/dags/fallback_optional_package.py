from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator

try:
    import great_expectations as gx

    HAS_GX = True
except ImportError:
    gx, HAS_GX = None, False

with DAG("fallback_optional", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    if HAS_GX:
        PythonOperator(task_id="expect", python_callable=lambda: gx.get_context())
    PythonOperator(task_id="a", python_callable=print)
