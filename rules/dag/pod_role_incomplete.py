"""A Role for MWAA lacks what a pod operator does, or is bound to nobody.

Why
    A pod operator makes the pod, looks at it, reads its log and deletes it. The task fails with "403 Forbidden" at the
    first of these that the Role does not allow, or keeps the pod for ever.

Fix
    Allow `create`, `get`, `list` and `delete` on `pods`, and `get` on `pods/log`; name the user to which the execution
    role is mapped as subject of the RoleBinding.

Bad
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

    with DAG("routes", schedule=None):
        KubernetesPodOperator(
            task_id="solve", image="solver", config_file="/usr/local/airflow/dags/kube.yaml", namespace="mwaa"
        )
    # deploy/role.yaml
    apiVersion: rbac.authorization.k8s.io/v1  # <- here
    kind: Role
    metadata: {name: mwaa, namespace: mwaa}
    rules:
      - {apiGroups: [""], resources: [pods], verbs: [create, get, list]}
    # deploy/binding.yaml
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
    # deploy/role.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: mwaa, namespace: mwaa}
    rules:
      - {apiGroups: ["", batch], resources: [pods, pods/log], verbs: [create, get, list, delete]}
    # deploy/binding.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: mwaa, namespace: mwaa}
    subjects: [{kind: User, name: mwaa-service}]
    roleRef: {kind: Role, name: mwaa, apiGroup: rbac.authorization.k8s.io}
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.models.kubernetes_manifests import Manifests, Role, RoleBinding
from mwaa_doctor.models.pod_tasks import pod_tasks
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_NEEDED = (("create", "pods"), ("get", "pods"), ("list", "pods"), ("delete", "pods"), ("get", "pods/log"))


@rule(
    severity="warning",
    covers=["pod-namespace-and-rbac"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-eks-example.html",
    confidence="medium",
)
def check(folder: DagFolder, project: Project) -> Iterator[Finding]:
    tasks = {task.namespace: task for task in pod_tasks(folder)}
    if not tasks or not folder.complete or not project.kubernetes_manifests.complete:
        return
    manifests = project.kubernetes_manifests
    for namespace, task in tasks.items():
        evidence = (f"`{task.class_name}` in {task.argument.place.path} makes pods in `{namespace}`",)
        bindings = [item for item in manifests.bindings if item.namespace in ("", namespace)]
        users = {user for binding in bindings for user in binding.users}
        if bindings and not any(binding.subjects for binding in bindings):
            message = f"`{bindings[0].name}` binds the role `{bindings[0].role[1]}` to nobody"
            yield Finding(bindings[0], message, evidence)
        answers = [answer for user in sorted(users) for answer in _missing(user, bindings, manifests)]
        if answers and all(missing for _, missing in answers):
            role, missing = min(answers, key=lambda answer: len(answer[1]))
            message = f"role `{role.name}` lacks {', '.join(f'`{verb}` on `{what}`' for verb, what in missing)}"
            yield Finding(role, message, evidence)


def _missing(
    user: tuple[str, str], bindings: list[RoleBinding], manifests: Manifests
) -> Iterator[tuple[Role, list[tuple[str, str]]]]:
    """The role of a user who makes pods, and what is missing, which is nothing if a role of the user is not known."""
    roles = [manifests.role_of(binding) for binding in bindings if user in binding.users]
    known = [role for role in roles if role is not None]
    for role in known:
        if role.allows("create", "pods"):
            lacks = [pair for pair in _NEEDED if not any(other.allows(*pair) for other in known)]
            yield role, lacks if len(known) == len(roles) else []
            return
