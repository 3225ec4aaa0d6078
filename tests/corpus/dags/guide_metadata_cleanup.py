"""Deletes old rows from the metadata database; the job table's class moved in 2.6, hence the guard."""
from datetime import timedelta

from airflow import DAG, settings
from airflow.models import DagModel, DagRun, ImportError as ParseError, Log, RenderedTaskInstanceFields, SlaMiss, TaskFail, TaskInstance, TaskReschedule, Variable, XCom
from airflow.operators.python import PythonOperator
from airflow.utils.dates import days_ago
from airflow.version import version

major, minor = (int(part) for part in version.split(".")[:2])
if major >= 2 and minor >= 6:
    from airflow.jobs.job import Job
else:
    from airflow.jobs.base_job import BaseJob as Job

KEEP_DAYS = 30
TABLES = [(Job, Job.latest_heartbeat), (DagRun, DagRun.execution_date), (Log, Log.dttm), (SlaMiss, SlaMiss.timestamp)]


def clean(**_):
    session = settings.Session()
    for model, column in TABLES:
        session.query(model).filter(column <= days_ago(KEEP_DAYS)).delete(synchronize_session=False)
    session.commit()


with DAG("guide_metadata_cleanup", start_date=days_ago(1), schedule_interval="@weekly", dagrun_timeout=timedelta(hours=2)) as dag:
    PythonOperator(task_id="clean", python_callable=clean)
