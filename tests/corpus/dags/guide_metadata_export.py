"""Writes runs and failures of the last days to S3 as CSV."""
import csv
from io import StringIO

from airflow.decorators import dag, task
from airflow import settings
from airflow.models import DagRun, TaskFail, TaskInstance
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.utils.dates import days_ago

OBJECTS = [[DagRun, DagRun.execution_date], [TaskFail, TaskFail.start_date], [TaskInstance, TaskInstance.execution_date]]
BUCKET = "example-export-bucket"


@task()
def export(number: int):
    session = settings.Session()
    model, column = OBJECTS[number]
    rows = session.query(model).filter(column >= days_ago(30)).all()
    buffer = StringIO()
    csv.writer(buffer).writerows([[str(row)] for row in rows])
    S3Hook().load_string(buffer.getvalue(), key=f"export/{model.__name__}.csv", bucket_name=BUCKET, replace=True)


@dag(dag_id="guide_metadata_export", schedule_interval=None, start_date=days_ago(2), catchup=False)
def export_all():
    for number in range(len(OBJECTS)):
        export(number)


export_all()
