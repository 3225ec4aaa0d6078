from airflow import DAG
from airflow.models import Variable
from airflow.providers.amazon.aws.operators.eks import EksPodOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

SPACE = "solvers"

with DAG("routes", schedule=None, default_args={"namespace": "other"}):  # <- here
    KubernetesPodOperator(task_id="a", image="x", namespace=SPACE)
    KubernetesPodOperator(task_id="b", image="x", namespace="elsewhere")  # <- here
    KubernetesPodOperator(task_id="c", image="x", namespace="{{ var.value.space }}")
    KubernetesPodOperator(task_id="d", image="x", namespace=Variable.get("space"))
    EksPodOperator(task_id="e", cluster_name="c", pod_name="x", image="x", namespace="mwaa")
    KubernetesPodOperator(task_id="f", image="x")
