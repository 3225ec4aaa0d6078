"""A pod on EKS the old way, as the first edition of the guide had it."""
import datetime

from airflow import DAG
from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator

dag = DAG("v1_pod", start_date=datetime.datetime(2020, 1, 1), schedule_interval=None)
pod = KubernetesPodOperator(
    task_id="pod",
    name="job",
    namespace="mwaa",
    image="ubuntu:22.04",
    cmds=["bash", "-c", "echo hello"],
    in_cluster=False,
    cluster_context="aws",
    config_file="/usr/local/airflow/dags/kube_config.yaml",
    dag=dag,
)
