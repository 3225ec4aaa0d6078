"""Two lists of tasks are joined with `>>`.

Why
    Python knows no `>>` between two lists: the file ends with a TypeError and none of its DAGs appear. Also
    `a >> [b, c] >> [d, e]` comes down to a list before a list.

Fix
    Use `chain([a, b], [c, d])` to join them pair by pair, `cross_downstream([a, b], [c, d])` to join each with each.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.empty import EmptyOperator

    with DAG("load", schedule=None):
        a, b, c, d = (EmptyOperator(task_id=name) for name in "abcd")
        last = [c, d]
        [a, b] >> last  # <- here
        a >> [b, c] >> [d]  # <- here
        [c, d] << [a, b]  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.models.baseoperator import chain
    from airflow.operators.empty import EmptyOperator

    with DAG("load", schedule=None):
        a, b, c, d = (EmptyOperator(task_id=name) for name in "abcd")
        [a, b] >> c >> [d]
        chain([a, b], [c, d])
        for task in [a, b]:
            task >> [c, d]
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.refusals import surely_runs
from mwaa_doctor.models.scopes import Block, Scope
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_LISTS = (ast.List, ast.Tuple, ast.ListComp, ast.Set, ast.Dict)
_DEEPEST = 200


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    for node, scope, block in file.index.operations:
        left, right = (_is_list(file, side, scope, block) for side in (node.left, node.right))
        if left and right and surely_runs(file, scope, block, target):
            sign = ">>" if isinstance(node.op, ast.RShift) else "<<"
            yield Finding(file.place_of(node), f"`{sign}` stands between two lists")


def _is_list(file: DagFile, node: ast.expr, scope: Scope, block: Block | None) -> bool:
    """Whether an expression is surely a list; ``a >> b`` is ``b``, for tasks and lists alike."""
    for _ in range(_DEEPEST):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.RShift, ast.LShift)):
            node = node.right
        elif isinstance(node, ast.Name):
            found = file.names.lookup(node.id, scope, node.lineno, block)
            if found is None or not found.certain or found.binding.kind != "assign" or found.binding.value is None:
                return False
            node, scope, block = found.binding.value, found.scope, found.binding.block
        else:
            return isinstance(node, _LISTS)
    return False
