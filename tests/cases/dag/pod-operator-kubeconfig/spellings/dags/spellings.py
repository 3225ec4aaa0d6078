import os

from airflow import DAG
from airflow.providers.amazon.aws.operators.eks import EksPodOperator
from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator

HERE = os.path.dirname(__file__)
COMMON = {"in_cluster": False, "config_file": os.path.join(HERE, "kube", "config.yaml")}
UNKNOWN = os.environ.get("KUBE")

with DAG("spellings", schedule=None):
    KubernetesPodOperator(task_id="a", name="a", image="a", **COMMON)
    KubernetesPodOperator(task_id="b", name="b", image="b", in_cluster=False, config_file=UNKNOWN)
    KubernetesPodOperator(task_id="c", name="c", image="c", in_cluster=False, config_file="/tmp/made/config.yaml")
    KubernetesPodOperator(task_id="d", name="d", image="d", in_cluster=False, config_file="{{ var.value.kube }}")
    KubernetesPodOperator(task_id="e", name="e", image="e", in_cluster=False, config_file=f"{HERE}/none.yaml")  # <- here
    KubernetesPodOperator(task_id="f", name="f", image="f", in_cluster=True, **{"config_file": "x"})  # <- here
    EksPodOperator(task_id="g", cluster_name="x", in_cluster=False)

with DAG("defaults", schedule=None, default_args=COMMON):
    KubernetesPodOperator(task_id="a", name="a", image="a")
