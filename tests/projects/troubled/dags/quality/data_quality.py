"""Checks of yesterday's load."""

from __future__ import annotations

import pendulum
from airflow import DAG, settings
from airflow.models import DagRun, Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator
from airflow.utils.session import create_session

from common import default_args

try:
    from airflow.providers.standard.operators.latest_only import LatestOnlyOperator
except ImportError:
    from airflow.operators.latest_only import LatestOnlyOperator


def choose(**context) -> str:
    return "holiday" if context["ds"] in Variable.get("holidays", default_var="") else "checks"


def count_runs(**_) -> int:
    session = settings.Session()  # expect: metadata-database-access
    return session.query(DagRun).count()


def forget_runs(**_) -> None:
    with create_session() as session:  # expect: metadata-database-access
        session.query(DagRun).filter(DagRun.state == "failed").delete()


def http_session(**_) -> int:
    import requests

    session = requests.Session()
    return session.get("https://status.example.com", timeout=5).status_code


with DAG(
    dag_id="data quality (daily)",  # expect: invalid-dag-id
    schedule="30 7 * * *",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(retries=0),
    tags=["quality"],
) as dag:
    latest = LatestOnlyOperator(task_id="latest_only")
    branch = BranchPythonOperator(task_id="branch", python_callable=choose)
    holiday = EmptyOperator(task_id="holiday")
    enough = ShortCircuitOperator(task_id="checks", python_callable=lambda: True)  # expect: name-never-bound
    counted = PythonOperator(task_id="count_runs", python_callable=count_runs)
    forgot = PythonOperator(task_id="forget_runs", python_callable=forget_runs)
    status = PythonOperator(task_id="status", python_callable=http_session)
    by_hand = BashOperator(
        task_id="by_hand",
        bash_command="{{ dag_run.conf['command'] }}",  # expect: dag-run-conf-in-shell
    )
    by_hand_well = BashOperator(
        task_id="by_hand_well",
        bash_command='echo "table $TABLE"',
        env={"TABLE": "{{ dag_run.conf['table'] }}"},
        append_env=True,
    )
    latest >> branch >> [holiday, enough]
    enough >> counted >> forgot >> status >> by_hand >> by_hand_well
