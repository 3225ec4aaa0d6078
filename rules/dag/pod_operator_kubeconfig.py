"""A pod operator has no kubeconfig that works on MWAA.

Why
    MWAA itself does not run in Kubernetes, so `in_cluster=True` finds no service account. Without it the operator
    needs a kubeconfig, and only the DAG and plugins folders reach the workers: the task fails with "Invalid
    kube-config file".

Fix
    Set `in_cluster=False` and `config_file="/usr/local/airflow/dags/kube_config.yaml"`, and deploy that file; or
    use `EksPodOperator`, which needs neither.

Bad
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

    with DAG("routes", schedule=None):
        KubernetesPodOperator(task_id="a", name="a", image="a", in_cluster=True)  # <- here
        KubernetesPodOperator(task_id="b", name="b", image="b")  # <- here
        KubernetesPodOperator(
            task_id="c",
            name="c",
            image="c",
            in_cluster=False,
            config_file="/usr/local/airflow/dags/missing.yaml",  # <- here
        )
        KubernetesPodOperator(task_id="d", name="d", image="d", config_file="~/.kube/config")  # <- here

Good
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.eks import EksPodOperator
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

    CONFIG = "/usr/local/airflow/dags/kube_config.yaml"

    with DAG("routes", schedule=None):
        KubernetesPodOperator(task_id="a", name="a", image="a", in_cluster=False, config_file=CONFIG)
        KubernetesPodOperator(task_id="b", name="b", image="b", kubernetes_conn_id="eks")
        EksPodOperator(task_id="c", cluster_name="c", pod_name="c", image="c")
    # dags/kube_config.yaml
    apiVersion: v1
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.file_access import DAGS, HOME, path_text
from mwaa_doctor.models.task_shell import OPAQUE
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_OPERATORS = ("airflow:KubernetesPodOperator", "airflow:task.kubernetes")


@rule(
    severity="error",
    covers=["pod-operator-config"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-eks-example.html",
)
def check(task: Task, project: Project) -> Iterator[Finding]:
    if task.operator not in _OPERATORS:
        return
    in_cluster = task.likely("in_cluster")
    if in_cluster is not None and in_cluster.value is True:
        yield Finding(task, "`in_cluster=True` needs a worker inside of Kubernetes, which MWAA does not have")
        return
    given = task.likely("config_file")
    if given is None:
        if task.likely("kubernetes_conn_id") is None:
            name = "@task.kubernetes" if task.kind == "taskflow" else task.class_name
            message = f"`{name}` has neither `config_file` nor `kubernetes_conn_id`"
            yield Finding(task, message, severity="warning")
        return
    path = path_text(given.file, given.node, given.scope, given.block)
    if OPAQUE in path or "{{" in path:
        return
    if not path.startswith("/") or path.startswith(("/home/", "/root/", "/Users/")):
        yield Finding(given, f"`{path}` is not below a folder that MWAA deploys", resource=task.resource)
    elif path.startswith(DAGS + "/") and project.complete and project.dag_folders:
        relative = path.removeprefix(DAGS)
        if not any(project.has((folder + relative).lstrip("/")) for folder in project.dag_folders):
            message = f"`{path}` does not exist in the DAG folder"
            yield Finding(given, message, evidence=(f"`{HOME}/dags` is the DAG folder",), resource=task.resource)
