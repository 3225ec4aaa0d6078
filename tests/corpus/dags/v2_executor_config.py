from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

with DAG("v2_executor_config", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    BashOperator(task_id="a", bash_command="true", executor_config={"pod_override": k8s.V1Pod()})
