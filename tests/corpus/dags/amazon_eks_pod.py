"""The EKS operators import the Kubernetes provider, which the image lacks."""
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.eks import EksCreateClusterOperator, EksPodOperator

with DAG("amazon_eks_pod", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    EksPodOperator(task_id="x", cluster_name="c", pod_name="p", image="ubuntu:22.04")
