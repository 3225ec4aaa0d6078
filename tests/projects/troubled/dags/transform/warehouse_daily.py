"""The warehouse by night."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.operators.redshift_data import RedshiftDataOperator

from common import default_args

os.environ["AIRFLOW__CORE__PARALLELISM"] = "64"  # expect: reserved-variable-set
os.environ["PGAPPNAME"] = "meridian-airflow"
os.environ.setdefault("DBT_PROFILES_DIR", "/usr/local/airflow/dags/jobs")
PARALLELISM = os.environ.get("AIRFLOW__CORE__PARALLELISM")

HERE = Path(__file__).parent
MANIFEST = "/usr/local/airflow/dags/manifests/latest.json"


def write_manifest(ds: str, **_) -> None:
    with open("/usr/local/airflow/dags/manifests/latest.json", "w") as file:  # expect: write-under-dags-folder
        json.dump({"day": ds}, file)


def read_manifest() -> dict:
    with open("/usr/local/airflow/dags/manifests/latest.json") as file:
        return json.load(file)


def scratch(ds: str, **_) -> int:
    """Writes and reads in the same task, which is fine."""
    with open("/tmp/warehouse_scratch.txt", "w") as file:
        file.write(ds)
    with open("/tmp/warehouse_scratch.txt") as file:
        return len(file.read())


def extract_rates(ds: str, **_) -> None:
    with open("/tmp/rates.json", "w") as file:
        json.dump({"day": ds, "EUR": 1.0}, file)


def load_rates(**_) -> None:
    with open("/tmp/rates.json") as file:  # expect: tmp-file-shared-between-tasks
        print(json.load(file))


with DAG(
    dag_id="warehouse_daily",
    schedule="0 25 * * *",  # expect: invalid-schedule
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    template_searchpath=["/usr/local/airflow/dags/sql", str(HERE.parent / "jobs")],
    default_args=default_args(),
    tags=["transform", "redshift"],
) as dag:
    copy = RedshiftDataOperator(
        task_id="load/shipments",  # expect: invalid-task-id
        sql="warehouse/load_shipments.sql",
        params={"bucket": "meridian-prod-curated"},
        database="dwh",
        workgroup_name="meridian",
        wait_for_completion=True,
    )
    analyze = BashOperator(task_id="analyze", bash_command="analyze.sh", params={"schema": "core"})
    vacuum = BashOperator(
        task_id="vacuum",
        bash_command="/usr/local/airflow/dags/jobs/vacuum.sh",  # expect: bash-command-taken-for-template-file
    )
    # the blank at the end keeps Jinja from looking for a template of that name
    vacuum_well = BashOperator(task_id="vacuum_well", bash_command="bash /usr/local/airflow/dags/jobs/vacuum.sh ")
    manifest = PythonOperator(task_id="manifest", python_callable=write_manifest)
    again = PythonOperator(task_id="again", python_callable=read_manifest)
    alone = PythonOperator(task_id="scratch", python_callable=scratch)
    rates = PythonOperator(task_id="extract_rates", python_callable=extract_rates)
    rates_in = PythonOperator(task_id="load_rates", python_callable=load_rates)

    rates >> rates_in >> copy >> analyze >> [vacuum, vacuum_well] >> manifest >> again >> alone
