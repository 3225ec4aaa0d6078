"""The one DAG of that Friday with nothing wrong: every line looks like a fault and is none.

``schedule="0 25 * * *"``, ``queue="high"``, ``datetime.now()`` and ``docker run`` are words in a docstring.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pendulum

try:
    from airflow.sdk import dag, task
except ImportError:
    from airflow.decorators import dag, task

try:
    import polars
except ImportError:
    polars = None

from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.subdag import SubDagOperator
from airflow.providers.amazon.aws.operators.athena import AthenaOperator
from airflow.utils.trigger_rule import TriggerRule

from common import default_args
from common.config import threshold
from transform import rollup_queries as queries

ZONE = pendulum.timezone("Europe/Berlin")


def later(function):
    """A decorator of our own: runs nothing but itself."""

    def wrapped(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapped


@later
def limit() -> str:
    return Variable.get("athena_limit")


class Window:
    length = timedelta(days=7)

    def start(self) -> datetime:
        return datetime.now(tz=ZONE) - self.length

    def bucket(self) -> str:
        import boto3

        return boto3.client("s3").head_bucket(Bucket=os.environ["MERIDIAN_LANDING_BUCKET"])["BucketRegion"]


WINDOW = Window()


@dag(
    schedule="0 4 * * 1",
    start_date=datetime(2024, 1, 1, tzinfo=ZONE),
    catchup=False,
    default_args=default_args(),
    tags=["transform", "athena"],
)
def athena_rollups():
    @task
    def check() -> bool:
        return threshold() > 0.5 and bool(limit()) and WINDOW.start() < datetime.now(tz=ZONE)

    runs = [
        AthenaOperator(
            task_id=name,
            query=query,
            database="rollups",
            output_location="s3://{{ var.value.athena_bucket }}/results/",
            client_request_token="{{ ts_nodash }}-" + name + "-0123456789abcdef0123",
        )
        for name, query in queries.ALL.items()
    ]
    say = BashOperator(
        task_id="say",
        bash_command='echo "asked by $ASKED_BY"; ls /usr/local/airflow/dags | head -3 > /tmp/listing.txt',
        env={"ASKED_BY": "{{ dag_run.conf.get('asked_by', 'nobody') }}"},
        append_env=True,
    )
    end = EmptyOperator(task_id="end", trigger_rule=TriggerRule.NONE_FAILED)
    check() >> runs >> say >> end


rollups = athena_rollups()


def child(parent: str, name: str):
    """SubDAGs are deprecated, yet they work on Airflow 2."""
    from airflow import DAG

    with DAG(
        dag_id=f"{parent}.{name}", schedule=None, start_date=pendulum.datetime(2024, 1, 1, tz="UTC"), default_args=default_args()
    ) as sub:
        EmptyOperator(task_id="only")
    return sub


@dag(schedule=None, start_date=pendulum.datetime(2024, 1, 1, tz="UTC"), catchup=False, default_args=default_args())
def rollup_archive():
    SubDagOperator(task_id="months", subdag=child("rollup_archive", "months"))


rollup_archive()
