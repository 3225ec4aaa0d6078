"""Reloads one table for a range of days. Started by hand, so what a person types never becomes shell code: it reaches
bash as an environment variable, not as ``bash_command="{{ dag_run.conf['command'] }}"``."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

from common import default_args, stage

SCRIPT = r"""
set -eu
case "$TABLE" in
    orders|invoices|returns) ;;
    *) echo "unknown table: $TABLE" >&2; exit 1 ;;
esac
aws s3 rm --recursive "s3://$BUCKET/erp/$TABLE/ds=$DAY/"
"""


def validate(params: dict, **_) -> None:
    start, end = pendulum.parse(params["start"]), pendulum.parse(params["end"])
    if end < start or (end - start).days > 31:
        raise ValueError("the range must be one to 31 days")


with DAG(
    dag_id="reload_request",
    schedule=None,
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    params={
        "table": Param("orders", type="string", enum=["orders", "invoices", "returns"]),
        "start": Param("2024-01-01", type="string", format="date"),
        "end": Param("2024-01-02", type="string", format="date"),
    },
    default_args=default_args(retries=0),
    tags=["platform", "by-hand"],
) as dag:
    check = PythonOperator(task_id="validate", python_callable=validate)
    remove = BashOperator(
        task_id="remove",
        bash_command=SCRIPT,
        env={"TABLE": "{{ params.table }}", "DAY": "{{ params.start }}", "BUCKET": stage().curated_bucket},
        append_env=True,
        execution_timeout=timedelta(minutes=30),
    )
    again = TriggerDagRunOperator(
        task_id="again",
        trigger_dag_id="erp_extract",
        conf={"table": "{{ params.table }}"},
        wait_for_completion=True,
        deferrable=True,
        poke_interval=60,
    )
    check >> remove >> again
