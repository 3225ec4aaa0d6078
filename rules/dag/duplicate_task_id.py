"""Two tasks of a DAG have the same id.

Why
    Airflow raises DuplicateTaskIdFound when the second one is made, so none of the DAGs of the file appear.

Fix
    Rename one of them, or put them into task groups.

Bad
    # dags/load.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator

    with DAG("load", schedule=None):
        BashOperator(task_id="orders", bash_command="echo orders")
        BashOperator(task_id="orders", bash_command="echo returns")  # <- here
        for name in ("a", "b"):
            BashOperator(task_id="again", bash_command=f"echo {name}")  # <- here

Good
    # dags/load.py
    from airflow import DAG
    from airflow.decorators import task
    from airflow.operators.bash import BashOperator
    from airflow.utils.task_group import TaskGroup


    @task
    def announce():
        pass


    with DAG("load", schedule=None):
        BashOperator(task_id="orders", bash_command="echo orders")
        with TaskGroup("returns"):
            BashOperator(task_id="orders", bash_command="echo returns")
        for name in ("a", "b"):
            BashOperator(task_id=f"load_{name}", bash_command=f"echo {name}")
        announce() >> announce()

    with DAG("other", schedule=None):
        BashOperator(task_id="orders", bash_command="echo orders")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.rule import Finding, rule


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/tasks.html")
def check(dag: Dag) -> Iterator[Finding]:
    seen: dict[str, list[Task]] = {}
    for task in dag.tasks:
        full = task.full_id
        if full is None:
            continue
        if task.kind == "taskflow":  # Airflow adds a number to the id of a call, if it is taken
            seen.setdefault(full, []).append(task)
            continue
        before = next((other for other in seen.get(full, ()) if other.branches == task.branches), None)
        if before is not None:
            yield Finding(task, f"task_id `{full}` is taken", (f"line {before.place.line} makes the first `{full}`",))
        elif task.repeats_in(dag):
            yield Finding(task, f"task_id `{full}` is taken", ("the loop makes it more than once",))
        seen.setdefault(full, []).append(task)
