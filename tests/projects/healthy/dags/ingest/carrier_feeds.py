"""One DAG per carrier, made from the table in ``_layouts``."""

from __future__ import annotations

import pendulum
from airflow.decorators import task
from airflow.models.dag import DAG
from airflow.providers.amazon.aws.operators.s3 import S3DeleteObjectsOperator

from common import default_args, notify_slack, stage
from common.datasets import CARRIER_FEEDS
from common.sensors import ManifestSensor
from ingest._layouts import LAYOUTS, Layout


def build(layout: Layout) -> DAG:
    with DAG(
        dag_id=f"carrier_{layout.carrier}",
        description=f"Files of {layout.carrier} into the landing bucket",
        schedule=stage().schedule(layout.arrives),
        start_date=pendulum.datetime(2024, 1, 1, tz=layout.timezone),
        catchup=False,
        max_active_runs=1,
        default_args=default_args(on_failure_callback=notify_slack("#carriers")),
        tags=["ingest", layout.carrier],
    ) as dag:
        prefix = f"carriers/{layout.carrier}/{{{{ ds_nodash }}}}"
        arrived = ManifestSensor(
            task_id="arrived",
            bucket=stage().landing_bucket,
            manifest_key=f"{prefix}/MANIFEST",
            mode="reschedule",
            poke_interval=300,
            timeout=6 * 60 * 60,
            execution_timeout=None,
        )

        @task(outlets=[CARRIER_FEEDS[layout.carrier]])
        def convert(delimiter: str, columns: list[str], ds_nodash: str | None = None) -> str:
            """CSV to Parquet, streamed through memory."""
            import io

            import pandas as pd
            from airflow.providers.amazon.aws.hooks.s3 import S3Hook

            hook = S3Hook()
            source = f"carriers/{layout.carrier}/{ds_nodash}/shipments.csv"
            frame = pd.read_csv(io.StringIO(hook.read_key(source, stage().landing_bucket)), sep=delimiter, names=columns)
            buffer = io.BytesIO()
            frame.to_parquet(buffer, index=False)
            target = f"shipments/{layout.carrier}/{ds_nodash}.parquet"
            hook.load_bytes(buffer.getvalue(), key=target, bucket_name=stage().curated_bucket, replace=True)
            return target

        tidy = S3DeleteObjectsOperator(
            task_id="tidy", bucket=stage().landing_bucket, prefix=f"{prefix}/tmp/", trigger_rule="all_done"
        )
        arrived >> convert(layout.delimiter, list(layout.columns)) >> tidy
    return dag


for _layout in LAYOUTS:
    globals()[f"carrier_{_layout.carrier}"] = build(_layout)
