"""A task uses a key of the context that Airflow 3 removed.

Why
    `execution_date`, `next_ds`, `yesterday_ds` and their like are not in the context of Airflow 3. A template that
    names one fails with "is undefined", a callable that asks for one fails with a missing argument.

Fix
    Use `logical_date`, `data_interval_start`, `data_interval_end` or `macros.ds_add(ds, 1)`.

Bad
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.sdk import DAG


    def load(execution_date, **context):  # <- here
        print(context["next_ds"])  # <- here


    with DAG("report", schedule="@daily"):
        BashOperator(task_id="run", bash_command="load {{ yesterday_ds }}")  # <- here
        PythonOperator(task_id="load", python_callable=load)

Good
    # airflow-version: 3.0.6
    # dags/report.py
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.providers.standard.operators.python import PythonOperator
    from airflow.sdk import DAG


    def load(conf, ds, next_ds, **context):
        print(context["logical_date"], {"next_ds": 1}["next_ds"])


    with DAG("report", schedule="@daily"):
        BashOperator(task_id="run", bash_command="load {{ macros.ds_add(ds, 1) }} '{{ dag_run.conf }} yesterday_ds'")
        BashOperator(task_id="own", bash_command="{% set next_ds = ds %}{{ next_ds }}")
        PythonOperator(task_id="load", python_callable=load, op_kwargs={"conf": {}, "next_ds": "{{ ds }}"})
"""

import ast
import re
from collections.abc import Iterator

from mwaa_doctor.facts.removals import removed_features
from mwaa_doctor.models.arguments import dict_arguments
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.scopes import Scope
from mwaa_doctor.models.templates import used_names
from mwaa_doctor.rule import Edit, Finding, Fix, Place, Unknown, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["airflow3-removed-features", "deprecated-dag-idioms"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/installation/upgrading_to_airflow3.html",
)
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    if target.version is not None and target.version < (3,):
        return
    found = [*_in_templates(file), *_in_callables(file)]
    if not found or target.airflow < (3,):
        return
    keys = removed_features("context-key")
    for place, name, where in dict.fromkeys(found):
        instead = keys[name].replacement
        hint, fix = "", None
        if instead:
            hint = f", `{instead}` took its place"
            fix = Fix(f"Use `{instead}`", _renamed(file, place, name, instead), safe=keys[name].same)
        yield Finding(place, f"{where} `{name}`, which Airflow {target.airflow.major} does not have{hint}", fix=fix)


def _renamed(file: DagFile, place: Place, name: str, instead: str) -> tuple[Edit, ...]:
    """The new key in a subscript, or in all expressions of a line of template that are the old one alone."""
    line = file.lines[place.line - 1]
    pattern = rf"\{{\{{-?\s*({name})\s*-?\}}\}}"
    if place.end_column:  # an expression of Python, the key of which is a plain text
        line = " " * (place.column - 1) + line[place.column - 1 : place.end_column - 1]
        pattern = rf"(?:(?<=\[')({name})(?='\]))|(?:(?<=\[\")({name})(?=\"\]))"
        instead = instead if instead.isidentifier() else ""
    found = list(re.finditer(pattern, line))
    if not instead or "'" in instead or not found or len(found) != len(re.findall(rf"\b{name}\b", line)):
        return ()
    spans = [match.span(match.lastindex or 0) for match in found]
    return tuple(Edit(file.path, (place.line, at + 1), (place.line, end + 1), instead) for at, end in spans)


def _in_templates(file: DagFile) -> Iterator[tuple[Place, str, str]]:
    own = _own_macros(file)
    if own is None or any(item.module.partition(".")[0] == "jinja2" for item in file.index.imports):
        return
    keys = removed_features("context-key").keys() - own
    for text in file.texts:
        if "{{" not in text.value and "{%" not in text.value:
            continue
        for name, line in used_names(text.value):
            if name in keys:
                place = file.place_of(text.node)
                written_out = place.end_line - place.line == text.value.count("\n")
                line = place.line + line if written_out else place.line
                yield Place(file.path, line), name, "a template uses"


def _own_macros(file: DagFile) -> set[str] | None:
    """The names that the DAGs of the file add to templates; `None` if they cannot be read."""
    given = [dag.arguments["user_defined_macros"] for dag in file.dags if "user_defined_macros" in dag.arguments]
    try:
        return {name for argument in given for name in dict_arguments(argument)}
    except Unknown:
        return None


def _in_callables(file: DagFile) -> Iterator[tuple[Place, str, str]]:
    seen: set[int] = set()
    for task in file.tasks:
        function = task.function
        if function is None or id(function) in seen or not task.operator.startswith("airflow:"):
            continue
        seen.add(id(function))
        given = _given(task)
        args = function.node.args
        if given is not None:
            required = args.args[: len(args.args) - len(args.defaults)]
            required += [arg for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value is None]
            for arg in required:
                if arg.arg in removed_features("context-key") and arg.arg not in given:
                    yield file.place_of(arg), arg.arg, "the callable asks for"
        if args.kwarg is not None and not (given and given & removed_features("context-key").keys()):
            yield from _subscripts(file, function, args.kwarg.arg)


def _given(task: Task) -> set[str] | None:
    """The names that the task itself passes to its function; `None` if that cannot be read."""
    node = task.call.node
    if task.kind == "taskflow":
        if task.mapped or node.args or any(keyword.arg is None for keyword in node.keywords):
            return None
        return {keyword.arg for keyword in node.keywords if keyword.arg}
    if not task.complete or "op_args" in task.arguments or task.mapped:
        return None
    given = task.arguments.get("op_kwargs")
    try:
        return set(dict_arguments(given)) if given is not None else set()
    except Unknown:
        return None


def _subscripts(file: DagFile, function: Scope, context: str) -> Iterator[tuple[Place, str, str]]:
    for node in ast.walk(function.node):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == context:
            key = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if key in removed_features("context-key"):
                yield file.place_of(node), str(key), "the context is asked for"
