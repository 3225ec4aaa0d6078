"""A DAG or plugin changes Airflow users or roles.

Why
    On MWAA users and their roles come from IAM. Whoever may edit a DAG that hands out roles can make anybody an
    administrator, and the next sign-in changes the roles back anyway.

Fix
    Remove it, and grant roles by IAM policies for `airflow:CreateWebLoginToken`.

Bad
    # dags/access.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("access", schedule=None):
        BashOperator(task_id="admin", bash_command="airflow users add-role -e a@b.example -r Admin")  # <- here

Good
    # dags/access.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("access", schedule=None):
        BashOperator(task_id="list", bash_command="airflow users list && ./crm users create --from report.csv")
"""

import ast
import re
from collections.abc import Iterator

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.texts_for_people import is_for_people
from mwaa_doctor.models.value_flow import ValueFlow
from mwaa_doctor.rule import Finding, rule

_VERBS = {
    "users": ("add-role", "create", "delete", "import", "remove-role", "reset-password"),
    "roles": ("add-perms", "create", "delete", "del-perms", "import"),
}
_COMMAND = re.compile(r"\bairflow\s+(users|roles)\s+([a-z-]+)\b")
_CHANGES = frozenset({
    "add_user", "add_register_user", "add_user_role", "update_user", "del_register_user", "delete_user", "add_role",
    "update_role", "delete_role", "add_permission_to_role", "remove_permission_from_role", "add_permission_role",
    "bulk_sync_roles", "reset_password",
})  # fmt: skip
_MANAGERS = frozenset({"sm", "security_manager"})


@rule(
    severity="warning",
    covers=["dag-changes-airflow-users"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/security-best-practices.html",
)
def check(file: PythonFile) -> Iterator[Finding]:
    if file.role == "script" or not file.mentions(b"user", b"role", b"permission", b"reset_password"):
        return
    flow = ValueFlow(file)
    for text in file.texts:
        found = _command_in(flow, text.node) if "airflow" in text.value else None
        if found is not None and not is_for_people(flow, text.node):
            yield Finding(file.place_of(text.node), f"`{found}` changes who may do what in Airflow")
    for request in EndpointCall.subjects(file):
        for command in request.commands:
            if command.words[1:2] and command.words[1] in _VERBS.get(command.words[0], ()):
                yield Finding(command, f"`{' '.join(command.words[:2])}` changes who may do what in Airflow")
    for call in file.index.calls:
        func = call.node.func
        if isinstance(func, ast.Attribute) and func.attr in _CHANGES and _is_manager(file, func.value, call.scope):
            yield Finding(file.place_of(call.node), f"`{func.attr}` changes who may do what in Airflow")


def _command_in(flow: ValueFlow, node: ast.Constant) -> str | None:
    """The changing command in a shell line, or in a list of words that begins here."""
    text = str(node.value)
    outer = flow.parent(node)
    if text == "airflow" and isinstance(outer, (ast.List, ast.Tuple)) and outer.elts[0] is node:
        text = " ".join(str(item.value) for item in outer.elts[:3] if isinstance(item, ast.Constant))
    for found in _COMMAND.finditer(text):
        before = text[: found.start()].rstrip(" \t")
        starts = not before or before[-1] in ";&|(\n" or before.endswith(("sudo", "then", "do", "else"))
        if starts and found.group(2) in _VERBS[found.group(1)]:
            return found.group()
    return None


def _is_manager(file: PythonFile, node: ast.expr, scope: object) -> bool:
    name = file.resolve(node, scope)  # type: ignore[arg-type]
    last = name.removesuffix("()").rpartition(".")[2] if name else getattr(node, "attr", getattr(node, "id", ""))
    return last in _MANAGERS or last == "get_fab_auth_manager"
