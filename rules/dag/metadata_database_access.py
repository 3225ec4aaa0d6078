"""Code opens the metadata database of Airflow.

Why
    In Airflow 3 tasks and the parser have no access to that database: the call raises "Direct database access via
    the ORM is not allowed". In Airflow 2 it works, with the rights of the environment, and every task adds a
    connection to a small database that the scheduler needs.

Fix
    Use the REST API or `airflow db clean`; for variables and connections use the models' own methods.

Bad
    # dags/quality.py
    from airflow import DAG, settings
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator
    from airflow.utils.session import create_session, provide_session


    def count():
        session = settings.Session()  # <- here
        with create_session() as other:  # <- here
            return session.query(1), other


    @provide_session  # <- here
    def more(session=None):
        return session


    with DAG("quality", schedule=None):
        PythonOperator(task_id="count", python_callable=count)
        BashOperator(task_id="shell", bash_command="airflow db shell")  # <- here

Good
    # dags/quality.py
    import requests
    from airflow import DAG
    from airflow.models import Variable
    from airflow.operators.bash import BashOperator
    from airflow.operators.python import PythonOperator
    from sqlalchemy.orm import Session


    def count():
        with requests.Session() as session, Session() as other:
            return session, other, Variable.get("x")


    with DAG("quality", schedule=None):
        PythonOperator(task_id="count", python_callable=count)
        BashOperator(task_id="clean", bash_command="airflow db clean --clean-before-timestamp '{{ ds }}' --yes")
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.python_file import argument, runs_on_import
from mwaa_doctor.models.task_shell import shell_texts
from mwaa_doctor.rule import Finding, Place, rule
from mwaa_doctor.target import Target

_SESSIONS = ("airflow:create_session", "airflow:create_session_async", "airflow:Session", "airflow:AsyncSession")
_ENGINE = "airflow.settings.engine."
_OPTION = "airflow.configuration.conf.get"
_QUERIES = (
    "airflow:DagRun.find",
    "airflow:DagRun.find_duplicate",
    "airflow:DagModel.get_dagmodel",
    "airflow:DagModel.get_current",
)
_URLS = ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "AIRFLOW__CORE__SQL_ALCHEMY_CONN")
_WORDS = (b"session", b"engine", b"sql_alchemy", b"dagrun", b"dagmodel")
_HARMLESS = ("check", "check-migrations", "--help", "-h")


@rule(
    severity="warning",
    covers=["dag-uses-metadata-database"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/installation/upgrading_to_airflow3.html",
)
def check(file: DagFile, target: Target) -> Iterator[Finding]:
    is_3 = target.version is not None and target.version >= (3,)
    found = [*(_in_code(file, is_3=is_3) if file.mentions(*_WORDS) else ()), *_in_shell(file, is_3=is_3)]
    for place, what in dict(reversed(found)).items():
        why = "which tasks of Airflow 3 cannot reach" if is_3 else "which works in Airflow 2 only"
        yield Finding(place, f"`{what}` opens the metadata database, {why}", severity="error" if is_3 else "info")


def _in_code(file: DagFile, *, is_3: bool) -> Iterator[tuple[Place, str]]:
    for call in file.index.calls:
        name = file.name(call)
        if not name or not runs_on_import(call):
            continue
        qualified = file.qualified_name(call)
        option = file.constant(argument(call.node, "key", 1), call.scope) if qualified == _OPTION else ""
        if name in _SESSIONS or (is_3 and name in _QUERIES) or (qualified.startswith(_ENGINE) and "(" not in qualified):
            yield file.place_of(call.node), qualified.removeprefix("airflow.").split("()")[0]
        elif isinstance(option, str) and option.lower() == "sql_alchemy_conn":
            yield file.place_of(call.node), "sql_alchemy_conn"
    for function in file.index.functions:
        for decorator in function.node.decorator_list:
            if file.resolve(decorator, function.parent) == "airflow:provide_session":
                yield file.place_of(decorator), "provide_session"
    for text in file.texts:
        if text.value in _URLS:
            yield file.place_of(text.node), text.value


def _in_shell(file: DagFile, *, is_3: bool) -> Iterator[tuple[Place, str]]:
    for text in shell_texts(file):
        for command in text.commands:
            if command.runs("airflow", "db"):
                verb = command.arguments[1] if len(command.arguments) > 1 else ""
                if verb not in _HARMLESS and (is_3 or verb != "clean"):
                    yield text.place_of(command), f"airflow db {verb}".strip()
