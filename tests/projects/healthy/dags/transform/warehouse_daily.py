"""The warehouse, woken by what it is made of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pendulum
from airflow import DAG
from airflow.providers.amazon.aws.operators.redshift_data import RedshiftDataOperator
from airflow.utils.task_group import TaskGroup

from common import default_args, notify_slack, stage
from common.datasets import ORDERS, SHIPMENTS
from common.groups import quality_gate
from common.operators import RedshiftUpsertOperator

REDSHIFT = {
    "workgroup_name": "meridian",
    "database": "dwh",
    "secret_arn": "{{ var.value.warehouse_secret_arn }}",
    "wait_for_completion": True,
    "poll_interval": 15,
}
MARTS = ["punctuality"]

with DAG(
    dag_id="warehouse_daily",
    schedule=[SHIPMENTS, ORDERS],
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    max_active_tasks=8,
    template_searchpath=str(Path(__file__).parent.parent / "sql"),
    default_args=default_args(execution_timeout=timedelta(hours=3), on_failure_callback=notify_slack("#warehouse")),
    tags=["transform", "redshift"],
) as dag:
    with TaskGroup("load") as load:
        copy = RedshiftDataOperator(
            task_id="copy_shipments",
            sql="warehouse/load_shipments.sql",
            params={"bucket": stage().curated_bucket},
            **REDSHIFT,
        )
        upsert = RedshiftUpsertOperator(
            task_id="upsert_shipments",
            target="core.shipments",
            staging="staging.shipments",
            keys=["shipment_id", "leg"],
            **REDSHIFT,
        )
        copy >> upsert

    with TaskGroup("marts", default_args={"retries": 1}) as marts:
        for mart in MARTS:
            RedshiftDataOperator(task_id=mart, sql=f"warehouse/mart_{mart}.sql", **REDSHIFT)

    load >> quality_gate("core.shipments", group_id="gate") >> marts
