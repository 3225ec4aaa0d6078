from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("routes", schedule=None):
    KubernetesPodOperator(task_id="b", image="x", namespace="mwaa")
