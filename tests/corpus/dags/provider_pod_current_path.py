from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("provider_pod", start_date=datetime(2023, 8, 1), schedule=None) as dag:
    KubernetesPodOperator(task_id="x", name="n", image="ubuntu:22.04", in_cluster=False)
