"""What the trigger of a DAG sends is put into a shell command.

Why
    Whoever may trigger the DAG can end the command and add one of his own. It runs on the worker with the execution
    role of the environment, which can read its bucket, its connections and its queues.

Fix
    Pass the value through `env={"TABLE": "{{ dag_run.conf['table'] }}"}` and use `"$TABLE"`; in `@task.bash` use
    `shlex.quote`.

Bad
    # dags/by_hand.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("by_hand", schedule=None):
        BashOperator(task_id="run", bash_command="load --table '{{ dag_run.conf['table'] }}'")  # <- here

Good
    # dags/by_hand.py
    import shlex

    from airflow import DAG
    from airflow.decorators import task
    from airflow.models.param import Param
    from airflow.operators.bash import BashOperator

    with DAG("by_hand", schedule=None, params={"days": Param(3, type="integer")}):
        BashOperator(
            task_id="run",
            bash_command='load --table "$TABLE" --days {{ params.days }} {{ "--full" if dag_run.conf.full }}',
            env={"TABLE": "{{ dag_run.conf['table'] }}"},
            append_env=True,
        )

        @task.bash
        def load(dag_run=None):
            return f"load --table {shlex.quote(dag_run.conf['table'])}"

        load()
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.arguments import Argument, dict_arguments, read_arguments
from mwaa_doctor.models.task_shell import TaskShell
from mwaa_doctor.models.templates import path_of, shown_paths
from mwaa_doctor.rule import Finding, rule

_HARMLESS = frozenset({"int", "float", "length", "count", "tojson", "quote", "shlex_quote", "urlencode", "hash"})
_CHECKED = ("enum", "pattern", "format", "const")


@rule(
    severity="error",
    covers=["dag-runs-any-command"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/howto/operator/bash.html",
)
def check(text: TaskShell) -> Iterator[Finding]:
    paths = list(shown_paths(text.text, _HARMLESS)) if text.task is not None else []
    if text.kind == "taskflow":
        paths += _paths_in_code(text)
    for path in paths:
        if path[:2] == ("dag_run", "conf"):
            yield Finding(text, f"`{'.'.join(path)}`, which the trigger sends, becomes part of a shell command")
            return
    for path in paths:
        if path[0] == "params" and len(path) > 1 and not _is_typed(text, path[1]):
            message = f"`{'.'.join(path)}`, which a trigger can set to any text, becomes part of a shell command"
            yield Finding(text, message, severity="warning")
            return


def _paths_in_code(text: TaskShell) -> list[tuple[str, ...]]:
    """The paths of `dag_run` and `params` that an `@task.bash` function puts into its text unquoted."""
    found: list[tuple[str, ...]] = []
    todo: list[ast.AST] = [text.node]
    while todo:
        node = todo.pop()
        path = path_of(node)
        if path and path[0] in ("context", "kwargs"):
            path = path[1:]
        if path and path[0] in ("dag_run", "params"):
            found.append(path)
        elif isinstance(node, ast.Call) and (
            isinstance(node.func, ast.Name) or text.file.resolve(node.func, text.scope) in ("shlex.quote", "shlex.join")
        ):
            continue
        else:
            todo.extend(ast.iter_child_nodes(node))
    return found


def _is_typed(text: TaskShell, name: str) -> bool:
    """Whether a param is declared with a type that takes no free text, as far as declarations can be read."""
    task = text.task
    owners = (task.arguments, task.dag.arguments) if task is not None and task.dag is not None else ()
    for arguments in owners:
        given = arguments.get("params")
        entry = dict_arguments(given).get(name) if given is not None else None
        if entry is not None:
            return _takes_no_text(entry)
    return False


def _takes_no_text(entry: Argument) -> bool:
    if not isinstance(entry.node, ast.Call) or entry.resolved.removesuffix("()") != "airflow:Param":
        return False
    arguments, complete = read_arguments(entry.node, entry.file, entry.scope, entry.block)
    kind = arguments["type"].constant("integer") if "type" in arguments else None
    kinds = kind if isinstance(kind, list) else [kind]
    return not complete or any(key in arguments for key in _CHECKED) or (kind is not None and "string" not in kinds)
