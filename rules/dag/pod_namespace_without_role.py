"""A pod operator names a namespace in which no role is granted.

Why
    MWAA comes to the cluster as a mapped user without any rights of its own. Where no Role is bound to that user, the
    task fails with "403 Forbidden" as soon as it wants to make its pod.

Fix
    Name the namespace of the Role and RoleBinding, or apply both to this namespace as well.

Bad
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

    with DAG("routes", schedule=None):
        KubernetesPodOperator(
            task_id="solve",
            image="solver",
            config_file="/usr/local/airflow/dags/kube.yaml",
            namespace="default",  # <- here
        )
    # deploy/rbac.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: mwaa, namespace: mwaa}
    subjects: [{kind: User, name: mwaa-service}]
    roleRef: {kind: Role, name: mwaa, apiGroup: rbac.authorization.k8s.io}

Good
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

    with DAG("routes", schedule=None):
        KubernetesPodOperator(
            task_id="solve", image="solver", config_file="/usr/local/airflow/dags/kube.yaml", namespace="mwaa"
        )
    # deploy/rbac.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: mwaa, namespace: mwaa}
    subjects: [{kind: User, name: mwaa-service}]
    roleRef: {kind: Role, name: mwaa, apiGroup: rbac.authorization.k8s.io}
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.models.kubernetes_manifests import Manifests, RoleBinding
from mwaa_doctor.models.pod_tasks import pod_tasks
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["pod-namespace-and-rbac"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-eks-example.html",
    confidence="medium",
)
def check(folder: DagFolder, project: Project) -> Iterator[Finding]:
    tasks = list(pod_tasks(folder))
    if not tasks or not folder.complete:
        return
    manifests = project.kubernetes_manifests
    granted = [binding for binding in manifests.bindings if binding.users and _may_make_pods(binding, manifests)]
    if not granted or not manifests.complete:
        return
    namespaces = {binding.namespace if binding.kind == "RoleBinding" else "" for binding in granted}
    if "" in namespaces:
        return
    for task in tasks:
        if task.namespace not in namespaces:
            message = (
                f"namespace `{task.namespace}` has no RoleBinding, others have: `{'`, `'.join(sorted(namespaces))}`"
            )
            evidence = tuple(f"`{item.name}` in {item.place.path} binds in `{item.namespace}`" for item in granted[:3])
            yield Finding(task.argument, message, evidence, resource=task.resource)


def _may_make_pods(binding: RoleBinding, manifests: Manifests) -> bool:
    role = manifests.role_of(binding)
    return role is None or role.allows("create", "pods")
