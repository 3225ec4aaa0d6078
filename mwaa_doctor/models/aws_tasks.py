"""The IAM actions that the code of a project needs, where it calls AWS as the execution role."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from mwaa_doctor.facts import aws_actions, operator_calls
from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.arguments import Argument, dict_arguments
from mwaa_doctor.models.client_calls import (
    ClientCall,
    calls_of_parse,
    calls_of_task,
    client_call,
    hook_call,
    runs_on_worker,
)
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dag_folder import DagFolders, files_with_aws
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Call
from mwaa_doctor.models.shell_steps import Step
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_CONNECTIONS = ("aws_conn_id", "s3_conn_id", "source_aws_conn_id", "dest_aws_conn_id")
_DEFERRABLE = "operators.default_deferrable"
_LONGEST = 2048
_HANDLING = frozenset({"list", "if_statement", "elif_clause", "while_statement", "case_statement", "negated_command"})
_BRANCHES = re.compile(r"\b(?:if|case|while|until|trap|function)\b|\|\||\(\)")
_OTHER_ACCESS = re.compile(
    r"AWS_(?!DEFAULT_REGION|REGION)|--profile|--endpoint-url|--no-sign-request|assume-role|aws configure"
)


@dataclass(frozen=True)
class Use:
    """A call of AWS that a project makes: the action it needs, and on what.

    ``what`` says who calls in words; ``resource`` is the part of an ARN that the code names, and ``region`` the Region
    that it names; both are empty where the code does not tell.
    """

    action: str
    what: str
    place: Place
    resource: str = ""
    region: str = ""

    @property
    def may_be_granted_elsewhere(self) -> bool:
        """Whether a policy of the resource can grant it as well."""
        return aws_actions.may_be_granted_elsewhere(self.action)


def uses_of_aws(environment: Environment, folders: DagFolders, exports: Container[str] = ()) -> Iterator[Use]:
    """What the project surely calls with the credentials of the environment, in the order of the files.

    Operators as in the provider of the environment's image. Left out are tasks with a connection of their own (or with
    ``aws_default``, if ``exports`` of the startup script or a secret replace that of MWAA), tasks and calls behind a
    condition, and operators of the project.
    """
    own = (None,) if _is_replaced(environment, exports) else (None, "aws_default")
    version = environment.record.text("AirflowVersion")
    provider = operator_calls.provider_version(version) if isinstance(version, str) else None
    defers = _defers_by_default(environment)
    for file in files_with_aws(folders):
        for call in calls_of_parse(file):
            yield from _of_call(file, call, provider, own, f"every parse of `{file.path}` calls")
        for task in getattr(file, "tasks", ()):
            if _exists(task):
                yield from _of_task(task, provider, defers, own)
        if isinstance(file, DagFile):
            yield from _of_shell(file)


def calls_of_clients(folders: DagFolders) -> Iterator[ClientCall]:
    """What the project's own code surely calls through boto3, on every parse or in tasks, each call once."""
    seen = set()
    for file in files_with_aws(folders):
        functions = [task.function for task in getattr(file, "tasks", ()) if _exists(task) and _is_own_code(task)]
        in_tasks = (call for function in functions for call in calls_of_task(file, function))
        for call in (*calls_of_parse(file), *in_tasks):
            found = client_call(file, call) if id(call) not in seen else None
            seen.add(id(call))
            if found is not None:
                yield found


def _is_own_code(task: Task) -> bool:
    return task.function is not None and runs_on_worker(task.operator)


def _of_task(task: Task, provider: str | None, defers: bool | None, own: tuple[str | None, ...]) -> Iterator[Use]:
    owner = task.dag.known_id if task.dag is not None else None
    name = ".".join(part for part in (owner, task.full_id or task.known_id) if part) or task.class_name
    if task.function is not None and _is_own_code(task):
        for call in calls_of_task(task.file, task.function):
            yield from _of_call(task.file, call, provider, own, f"`{name}` calls")
    if task.operator.startswith("airflow:") and _calls_as_role(task, own):
        what = f"{task.class_name} `{name}` calls"
        for action in operator_calls.needed_actions(task.class_name, provider, **_manner(task, defers)):
            yield Use(action, what, task.place, *_named(task, action))
        for path in aws_actions.passed_roles(task.class_name):
            role = _text_at(task, path)
            if role is not None:
                what = f"{task.class_name} `{name}` hands over a role, which needs"
                yield Use("iam:PassRole", what, task.place, role if role.startswith("arn:") else "")


def _exists(task: Task) -> bool:
    """Whether the task is surely part of a DAG."""
    dag = task.dag
    return dag is not None and not (task.branches or dag.is_uncalled or dag.is_conditional or dag.is_discarded)


def _of_call(
    file: PythonFile, call: Call, provider: str | None, own: tuple[str | None, ...], what: str
) -> Iterator[Use]:
    hooked = hook_call(file, call) if "aws_default" in own else None
    if hooked is not None:
        for action in operator_calls.hook_actions(*hooked, provider):
            yield Use(action, f"{what} {'.'.join(hooked)}, which needs", file.place_of(call.node))
    found = client_call(file, call)
    if found is not None:
        yield from _of_client(found, what)


def _of_client(found: ClientCall, what: str) -> Iterator[Use]:
    region = found.region
    for action in aws_actions.actions_of_call(found.client, found.method):
        row = aws_actions.named_resource(action)
        value = found.text(row.parameter) if row is not None and region is not None else None
        resource = row.name_of(value) if row is not None and value else ""
        yield Use(action, what, found.file.place_of(found.call.node), resource, region or "" if resource else "")


def _of_shell(file: DagFile) -> Iterator[Use]:
    """What the shell commands of tasks call by the AWS CLI."""
    for text in shell_texts(file):
        task = text.task
        if task is None or not _exists(task) or "env" in task.arguments or not task.complete:
            continue
        if _BRANCHES.search(text.text) or _OTHER_ACCESS.search(text.text):
            continue
        for command in text.commands:
            for action in _of_command(command.program, command.arguments):
                yield Use(action, f"the shell of `{task.known_id or task.class_name}` calls", text.place_of(command))


def _of_command(program: str, arguments: Sequence[str]) -> tuple[str, ...]:
    """The actions that a command of the AWS CLI needs; options before the service are not looked behind."""
    if program != "aws" or len(arguments) < 2 or "help" in arguments:
        return ()
    return aws_actions.actions_of_command(arguments[0], arguments[1])


def uses_of_startup(script: StartupScript) -> Iterator[Use]:
    """What a startup script surely calls by the AWS CLI with the credentials of the environment."""
    if _OTHER_ACCESS.search(script.text.decode("utf-8", "replace")):
        return
    for command in script.commands:
        step = command.step
        if step.sure and _is_needed(step):
            for action in _of_command(step.program, step.arguments):
                yield Use(action, "the startup script calls", command.place)


def _is_needed(step: Step) -> bool:
    """Whether nothing deals with the failure of a command; a value that is taken from its output counts as needed."""
    if not step.handled:
        return True
    around, node = [], step.node.parent
    while node is not None:
        around.append(node.type)
        node = node.parent
    return around[:1] == ["command_substitution"] and _HANDLING.isdisjoint(around)


def _is_replaced(environment: Environment, exports: Container[str]) -> bool:
    """Whether the connection ``aws_default`` of MWAA is replaced, as far as one sees."""
    if "AIRFLOW_CONN_AWS_DEFAULT" in exports:
        return True
    names = (secret.body.get("Name") for secret in environment.snapshot.known("secretsmanager:Secret"))
    return any(str(name).endswith("/aws_default") for name in names)


def _calls_as_role(task: Task, own: tuple[str | None, ...]) -> bool:
    """Whether a task surely calls AWS as the execution role; ``own`` are the connections that mean it."""
    try:
        given = [task.effective(name) for name in _CONNECTIONS]
        named = [argument.value for argument in given if argument is not None] or ["aws_default"]
        return all(name in own for name in named)
    except Unknown:
        return False


def _manner(task: Task, defers: bool | None) -> dict[str, bool | None]:
    """Whether the task defers, and whether it waits; ``None`` if the operator's default counts, or it is not known."""
    given: dict[str, bool | None] = {"defers": defers, "waits": None}
    for name, key in (("deferrable", "defers"), ("wait_for_completion", "waits")):
        try:
            found = task.effective(name)
            if found is not None:
                given[key] = found.value if isinstance(found.value, bool) else None
        except Unknown:
            return {"defers": None, "waits": None}
        if found is not None and given[key] is None:
            return {"defers": None, "waits": None}
    return given


def _defers_by_default(environment: Environment) -> bool | None:
    try:
        names = {option.name for option in AirflowOptions.of_environment(environment).options}
    except Unknown:
        return None
    return None if _DEFERRABLE in names else False


def _named(task: Task, action: str) -> tuple[str, str]:
    """The resource and the Region that the arguments of a task name."""
    row = aws_actions.named_resource(action)
    value = _text_at(task, row.argument) if row is not None else None
    if row is None or value is None:
        return "", ""
    try:
        region = task.effective("region_name")
        return row.name_of(value), "" if region is None or region.value is None else str(region.value)
    except Unknown:
        return "", ""


def _text_at(task: Task, path: str) -> str | None:
    """A constant text among the arguments, a dot leads into a dictionary; ``None`` for templates of Jinja."""
    name, *keys = path.split(".")
    try:
        found: Argument | None = task.effective(name)
        for key in keys:
            found = dict_arguments(found).get(key) if found is not None else None
        value = found.value if found is not None else None
    except Unknown:
        return None
    return value if isinstance(value, str) and value and "{{" not in value and len(value) < _LONGEST else None
