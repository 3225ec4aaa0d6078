"""Checks of yesterday's load with a way out for holidays.

The rules forbid ``datetime.now()`` as start_date, ``schedule="0 25 * * *"`` and ``queue="high"``; so does this text.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pendulum
from airflow import DAG
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.providers.common.sql.operators.sql import SQLColumnCheckOperator, SQLTableCheckOperator
from airflow.utils.trigger_rule import TriggerRule

from common import default_args, notify_slack, stage

BERLIN = pendulum.timezone("Europe/Berlin")


def is_holiday(day: str) -> bool:
    return day in Variable.get("holidays", default_var=[], deserialize_json=True)


def choose(**context) -> list[str] | str:
    if is_holiday(context["ds"]):
        return "holiday"
    return ["checks_on_columns", "checks_on_table"]


def score(ti, **_) -> None:
    started = datetime.now(tz=timezone.utc)
    results = ti.xcom_pull(task_ids=["checks_on_columns", "checks_on_table"])
    share = sum(result is not False for result in results) / max(len(results), 1)
    ti.xcom_push(key="score", value=share)
    print(f"scored {share:.0%} in {datetime.now(tz=timezone.utc) - started}")


with DAG(
    dag_id="data_quality",
    schedule="30 7 * * *",
    start_date=datetime(2024, 1, 1, tzinfo=BERLIN),
    catchup=False,
    default_args=default_args(retries=0),
    on_failure_callback=notify_slack("#quality"),
    tags=["quality"],
) as dag:
    latest = LatestOnlyOperator(task_id="latest_only")
    branch = BranchPythonOperator(task_id="branch", python_callable=choose)
    holiday = EmptyOperator(task_id="holiday")
    columns = SQLColumnCheckOperator(
        task_id="checks_on_columns",
        conn_id="warehouse",
        table="core.shipments",
        column_mapping={"shipment_id": {"null_check": {"equal_to": 0}}, "weight": {"min": {"geq_to": 0}}},
    )
    table = SQLTableCheckOperator(
        task_id="checks_on_table",
        conn_id="warehouse",
        table="core.shipments",
        checks={"rows": {"check_statement": "count(*) > 1000"}},
        partition_clause="delivered_at::date = '{{ ds }}'",
    )
    scored = PythonOperator(task_id="score", python_callable=score, trigger_rule=TriggerRule.ALL_DONE)
    good_enough = ShortCircuitOperator(
        task_id="good_enough",
        python_callable=lambda ti, **_: ti.xcom_pull(task_ids="score", key="score") >= stage().threshold(),
    )
    publish = BashOperator(
        task_id="publish",
        bash_command="""
        set -euo pipefail
        echo "publishing the report of {{ ds }}"
        aws s3 cp "s3://$BUCKET/quality/{{ ds }}.html" "s3://$BUCKET/quality/latest.html"
        """,
        env={"BUCKET": stage().curated_bucket},
        append_env=True,
        execution_timeout=timedelta(minutes=10),
    )
    end = EmptyOperator(task_id="end", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)

    latest >> branch >> [columns, table, holiday]
    [columns, table] >> scored >> good_enough >> publish >> end
    holiday >> end
