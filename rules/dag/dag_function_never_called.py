"""An `@dag` function is never called.

Why
    `@dag` makes a function that makes a DAG. Unless the file calls it, there is no DAG and no error that says so.

Fix
    Call it at the end of the file: `name()`.

Bad
    # dags/load.py
    from airflow.decorators import dag


    @dag(schedule=None)
    def load():  # <- here
        pass


    if __name__ == "__main__":
        load().test()

Good
    # dags/load.py
    from airflow.decorators import dag


    @dag(schedule=None)
    def load():
        pass


    @dag(schedule=None)
    def listed():
        pass


    @dag(schedule=None)
    def imported():
        pass


    load()
    for function in (listed,):
        function()
    # dags/other.py
    # airflow finds this dag here
    from load import imported

    imported()
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.unknown import ONLY_SOME_FILES


@rule(severity="warning", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html")
def check(folder: DagFolder) -> Iterator[Finding]:
    uncalled = [(summary, dag) for summary in folder.parsed for dag in summary.dags if dag.uncalled]
    if not uncalled:
        return
    if not folder.complete:
        raise Unknown(ONLY_SOME_FILES)
    imported = {name for summary in folder.summaries for name in (*summary.imports, *summary.later_imports)}
    for summary, dag in uncalled:
        if not any(name == summary.module or name.endswith(f".{summary.module}") for name in imported):
            yield Finding(
                dag.place,
                f"`@dag` function of DAG `{dag.dag_id or '(computed id)'}` is never called, so the DAG does not exist",
                resource=f"DAG {dag.dag_id}" if dag.dag_id else None,
            )
