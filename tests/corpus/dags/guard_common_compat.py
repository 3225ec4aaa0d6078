from datetime import datetime

from airflow import DAG
from airflow.providers.common.compat.assets import Asset
from airflow.providers.common.compat.standard.operators import PythonOperator

with DAG("guard_common_compat", start_date=datetime(2023, 1, 1), schedule=[Asset("s3://lake/a/")]) as dag:
    PythonOperator(task_id="a", python_callable=print)
