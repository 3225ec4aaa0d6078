"""One DAG per carrier.

The old hands say: never write ``Variable.get("x")`` at the top, nor ``start_date=datetime.now()``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from airflow import DAG
from airflow.decorators import task
from airflow.hooks.base import BaseHook
from airflow.models import Variable
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

from common import default_args, notify_slack
from common.config import LANDING

if TYPE_CHECKING:
    from airflow.models.taskinstance import TaskInstance

CARRIERS = Variable.get("carriers", default_var=["alder", "birch"], deserialize_json=True)  # expect: variable-read-at-parse-time
sftp_host = BaseHook.get_connection("carrier_sftp").host  # expect: connection-read-at-parse-time


class CarrierDefaults:
    """A class body runs at import."""

    region = Variable.get("region", default_var="eu-central-1")  # expect: variable-read-at-parse-time

    def bucket(self) -> str:
        return Variable.get("carrier_bucket")


def current_threshold() -> float:
    """Only tasks call this."""
    return float(Variable.get("carrier_threshold", default_var="0.9"))


def convert(carrier: str, bucket: str = Variable.get("curated", default_var="x"), **_) -> None:  # expect: variable-read-at-parse-time
    login = BaseHook.get_connection(f"carrier_{carrier}").login
    print(carrier, bucket, login, current_threshold(), datetime.now())


def build(carrier: str) -> DAG:
    with DAG(
        dag_id=f"carrier_{carrier}",
        schedule="15 4 * * *",
        start_date=datetime.now() - timedelta(days=1),  # expect: moving-start-date
        catchup=False,
        default_args=default_args(on_failure_callback=notify_slack("#carriers")),
        user_defined_macros={"landing": LANDING, "limit": lambda: Variable.get("limit")},
        tags=["ingest", carrier],
    ) as dag:
        arrived = S3KeySensor(
            task_id="arrived",
            bucket_key=f"s3://{{{{ landing }}}}/carriers/{carrier}/{{{{ ds }}}}/MANIFEST",
            mode="reschedule",
            poke_interval=300,
            timeout=6 * 60 * 60,
        )
        converted = PythonOperator(task_id="convert", python_callable=convert, op_kwargs={"carrier": carrier})

        @task
        def tell(ti: TaskInstance | None = None) -> str:
            started = datetime.now()
            return f"{Variable.get('greeting', default_var='done')} {started} {ti}"

        arrived >> converted >> tell()
    return dag


for _carrier in CARRIERS:
    globals()[f"carrier_{_carrier}"] = build(_carrier)
