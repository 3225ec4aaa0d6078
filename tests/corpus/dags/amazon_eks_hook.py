from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.eks import EksHook

with DAG("amazon_eks_hook", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="x", python_callable=lambda: EksHook().list_clusters())
