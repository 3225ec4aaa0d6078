"""Shipments of our own depots: wait, copy, crawl with Glue.

Never do ``requests.get("https://depots.example.com")`` up here, and never put
``password='hunter2'`` in a file; the depots' login is the connection ``depots``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.operators.glue_crawler import GlueCrawlerOperator
from airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

from common import default_args, notify_slack, stage
from common.datasets import SHIPMENTS

DEPOTS = ("hamburg", "leipzig", "ulm")

with DAG(
    "shipments_landing",
    description="Depot files into the curated zone",
    schedule=timedelta(hours=6),
    start_date=datetime(2024, 3, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=5),
    default_args=default_args(on_failure_callback=notify_slack("#depots")),
    doc_md=__doc__,
    tags=["ingest"],
) as dag:
    begin = EmptyOperator(task_id="begin")
    transform = GlueJobOperator(
        task_id="transform",
        job_name="shipments-transform",
        script_args={
            "--run_date": "{{ ds }}",
            "--threshold": "{{ var.value.get('shipment_threshold', '0.9') }}",
            "--jdbc_password": "{{ conn.depots.password }}",
        },
        wait_for_completion=True,
        deferrable=True,
        outlets=[SHIPMENTS],
    )
    crawl = GlueCrawlerOperator(task_id="crawl", config={"Name": "shipments"}, wait_for_completion=True)

    for depot in DEPOTS:
        arrived = S3KeySensor(
            task_id=f"arrived_{depot}",
            bucket_name=stage().landing_bucket,
            bucket_key=f"depots/{depot}/{{{{ ds }}}}/_SUCCESS",
            deferrable=True,
            timeout=4 * 60 * 60,
        )
        copy = S3CopyObjectOperator(
            task_id=f"copy_{depot}",
            source_bucket_name=stage().landing_bucket,
            source_bucket_key=f"depots/{depot}/{{{{ ds }}}}/part-0.parquet",
            dest_bucket_name=stage().curated_bucket,
            dest_bucket_key=f"shipments/depot={depot}/ds={{{{ ds }}}}/part-0.parquet",
        )
        begin >> arrived >> copy >> transform

    transform >> crawl

if __name__ == "__main__":
    dag.test()
