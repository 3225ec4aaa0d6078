"""A pod on EKS with the kubeconfig that lies in the DAG folder."""
from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

with DAG("guide_eks_pod", start_date=datetime(2022, 1, 1), schedule_interval=None, catchup=False) as dag:
    KubernetesPodOperator(
        task_id="pod-task",
        name="mwaa-pod",
        namespace="mwaa",
        image="ubuntu:22.04",
        cmds=["bash"],
        arguments=["-c", "ls"],
        get_logs=True,
        is_delete_operator_pod=False,
        in_cluster=False,
        config_file="/usr/local/airflow/dags/kube_config.yaml",
        cluster_context="aws",
    )
