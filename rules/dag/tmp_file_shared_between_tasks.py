"""A task reads a file in /tmp that another task wrote.

Why
    Tasks of one run may execute on different workers, and each worker has its own /tmp. It works as long as there
    is one worker, and fails with FileNotFoundError, or reads yesterday's file, when MWAA adds a second one.

Fix
    Hand the data over through S3 or XCom, or do both steps in one task.

Bad
    # dags/rates.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator


    def load():
        with open("/tmp/rates.json") as file:  # <- here
            print(file.read())


    with DAG("rates", schedule=None):
        extract = BashOperator(task_id="extract", bash_command="curl -s https://example.com -o /tmp/rates.json")
        extract >> PythonOperator(task_id="load", python_callable=load)

Good
    # dags/rates.py
    from airflow import DAG
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator


    def both():
        with open("/tmp/rates.json", "w") as file:
            file.write("{}")
        with open("/tmp/rates.json") as file:
            print(file.read())


    with DAG("rates", schedule=None):
        extract = BashOperator(task_id="extract", bash_command="date > /tmp/rates.json; cat /tmp/rates.json")
        extract >> PythonOperator(task_id="both", python_callable=both)
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.file_access import TEMPORARY, file_accesses, shell_accesses
from mwaa_doctor.models.task_shell import OPAQUE, shell_texts
from mwaa_doctor.rule import Finding, Place, rule


@rule(
    severity="warning",
    covers=["tmp-shared-between-tasks"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(file: DagFile) -> Iterator[Finding]:
    if len(file.tasks) < 2:
        return
    known = _Accesses(file)
    for dag in file.dags:
        writers: dict[str, Task] = {}
        for task in dag.tasks:
            for path in known.of(task, "write"):
                writers.setdefault(path, task)
        for task in dag.tasks if writers else ():
            own = known.of(task, "write")
            for path, place in known.of(task, "read").items():
                writer = writers.get(path)
                if writer is not None and path not in own:
                    message = f"`{path}` was written by another task, maybe on another worker"
                    evidence = f"task `{writer.known_id or writer.operator}` in line {writer.place.line} writes it"
                    yield Finding(place, message, evidence=(evidence,), resource=task.resource, cause=f"{place}")


class _Accesses:
    """What functions and shell commands of a file read and write in /tmp, and where they do so first."""

    def __init__(self, file: DagFile) -> None:
        self.found: dict[tuple[int, str], dict[str, Place]] = {}
        for access in file_accesses(file):
            function = access.call.scope.function()
            if function is not None:
                self.add(function, access.action, access.path, file.place_of(access.call.node))
        for text in shell_texts(file):
            for command in text.commands if text.task is not None else ():
                for action, path in shell_accesses(command):
                    self.add(text.task, action, path, text.place_of(command))

    def add(self, owner: object, action: str, path: str, place: Place) -> None:
        if path.startswith(TEMPORARY + "/") and OPAQUE not in path and "$" not in path:
            self.found.setdefault((id(owner), action), {}).setdefault(path, place)

    def of(self, task: Task, action: str) -> dict[str, Place]:
        in_code = self.found.get((id(task.function), action), {}) if task.function is not None else {}
        return {**in_code, **self.found.get((id(task), action), {})}
