"""A query reads a whole table of the metadata database into memory.

Why
    Tables such as `task_instance`, `log` and `xcom` grow with every run. Read at once they exceed the memory of a
    small worker, which is killed together with the other tasks on it.

Fix
    Narrow the query by date, or read it in pages with `yield_per(1000)`.

Bad
    # dags/export.py
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models import TaskInstance
    from airflow.utils.session import create_session

    with DAG("export", schedule=None):

        @task
        def export():
            with create_session() as session:
                return len(session.query(TaskInstance).all())  # <- here

        export()

Good
    # dags/export.py
    import sqlalchemy.orm
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models import TaskInstance, Variable
    from airflow.utils.session import create_session

    with DAG("export", schedule=None):

        @task
        def names():
            with create_session() as session:
                query = session.query(Variable)
                return [variable.key for variable in query.all()]

        names()

        @task
        def export(day=None):
            with create_session() as session:
                recent = session.query(TaskInstance).filter(TaskInstance.start_date > day).all()
            return recent + sqlalchemy.orm.Session().query(TaskInstance).all()

        export()
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_SESSIONS = ("airflow:Session()", "airflow:create_session()")
_SMALL = ("airflow:Variable", "airflow:Connection", "airflow:Pool", "airflow:DagModel")


@rule(
    severity="warning",
    covers=["metadata-export-models"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-dag-run-info-to-csv.html",
)
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    if target.version is not None and target.version >= (3,):
        return
    asked = file.calls(*(f"{session}.query" for session in _SESSIONS))
    for call in file.calls(*(f"{session}.query().all" for session in _SESSIONS)):
        near = [query for query in asked if query.scope is call.scope]
        tables = {file.resolve(table, query.scope) for query in near for table in query.node.args}
        if not tables or not tables.issubset(_SMALL):
            yield Finding(file.place_of(call.node), "a whole table of the metadata database is read into memory")
