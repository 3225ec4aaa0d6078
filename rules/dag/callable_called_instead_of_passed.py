"""A function is called where Airflow expects the function itself.

Why
    The function runs at every parse of the file, outside any task, and the operator gets its result. As that is no
    callable, Airflow refuses the DAG with "`python_callable` param must be callable"; a callback is never called.

Fix
    Leave the parentheses out, and pass arguments with `op_args`, `op_kwargs` or `functools.partial`.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.operators.python import PythonOperator


    def load(table="orders"):
        print(table)


    with DAG("report", schedule=None, on_failure_callback=load("x")):  # <- here
        PythonOperator(task_id="load", python_callable=load())  # <- here

Good
    # dags/report.py
    import functools

    from airflow import DAG
    from airflow.operators.python import PythonOperator


    def load(table="orders"):
        print(table)


    def loader(table):
        def run():
            load(table)

        return run


    with DAG("report", schedule=None):
        PythonOperator(task_id="load", python_callable=load)
        PythonOperator(task_id="partial", python_callable=functools.partial(load, "orders"))
        PythonOperator(task_id="made", python_callable=loader("orders"))
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.task_shell import returned
from mwaa_doctor.rule import Finding, rule

_CALLABLES = (
    "python_callable",
    "on_failure_callback",
    "on_success_callback",
    "on_retry_callback",
    "on_execute_callback",
)
_NO_CALLABLE = (
    ast.Constant,
    ast.JoinedStr,
    ast.Dict,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.BinOp,
    ast.Compare,
    ast.ListComp,
)
_BUILTINS = ("print", "len", "str", "int", "sum", "list", "dict")


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/howto/operator/python.html")
def check(file: DagFile) -> Iterator[Finding]:
    owners = [(dag.resource, dag.arguments) for dag in file.dags]
    owners += [(task.resource, task.arguments) for task in file.tasks]
    for resource, arguments in owners:
        for name in _CALLABLES:
            given = arguments.get(name)
            if given is not None and isinstance(given.node, ast.Call) and _gives_no_callable(given):
                called = ast.unparse(given.node.func)
                message = f"`{name}` gets the result of `{called}()` instead of `{called}`"
                yield Finding(given, message, resource=resource)


def _gives_no_callable(given: Argument) -> bool:
    """Whether the function that is called surely returns something that cannot be called."""
    func = given.node.func if isinstance(given.node, ast.Call) else None
    if not isinstance(func, ast.Name):
        return False
    found = given.file.names.lookup(func.id, given.scope, func.lineno, given.block)
    if found is None:
        return func.id in _BUILTINS
    node = found.binding.node
    if found.binding.kind != "def" or not found.certain or node.decorator_list:
        return False
    if isinstance(node, ast.AsyncFunctionDef):
        return True
    function = next((scope for scope in given.file.index.functions if scope.node is node), None)
    return function is not None and all(isinstance(value, _NO_CALLABLE) for value in returned(function))
