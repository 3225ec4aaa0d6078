"""Orders and invoices of the ERP into S3."""

import functools
import logging
import os
import subprocess
from datetime import timedelta

import boto3
import pendulum
from airflow.models import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook

from common import default_args

log = logging.getLogger(__name__)
s3 = boto3.resource("s3", region_name="eu-central-1")  # expect: client-built-at-parse-time
FOLDERS = boto3.client("s3").list_objects_v2(Bucket="meridian-prod-landing", Delimiter="/")  # expect: aws-call-at-parse-time
COMMIT = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], text=True).strip()  # expect: subprocess-at-parse-time
# both names are innocent: one is a string, the other a function that nobody calls while parsing
QUERY = "select boto3.client('s3'), subprocess.run('ls')"


def dump(table: str, **_) -> None:
    """Tasks may do all of it."""
    subprocess.run(["gzip", "--version"], check=True)
    rows = PostgresHook(postgres_conn_id="erp").get_records(f"select * from erp.{table}")
    s3.Bucket("meridian-prod-curated").put_object(Key=f"erp/{table}.csv", Body=str(rows).encode())


def announce():
    """Says that the load begins."""
    log.info("loading, commit %s", COMMIT)


def make_reporter(table):
    """Returns the callable, so calling this one is right."""

    def report(ti, **_):
        log.info("%s: %s", table, ti.xcom_pull(task_ids=f"dump_{table}"))

    return report


with DAG(
    dag_id="erp_extract",
    schedule="0 1 * * *",
    start_date=pendulum.datetime(2023, 10, 1, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(retries=3),
    tags=["ingest", "erp"],
) as dag:
    tables = PostgresHook(postgres_conn_id="erp").get_records("select name from erp.export_tables")  # expect: database-query-at-parse-time
    archives = S3Hook(aws_conn_id=None).list_keys("meridian-prod-landing", prefix="erp/")  # expect: aws-call-at-parse-time

    begin = PythonOperator(
        task_id="begin",
        python_callable=announce(),  # expect: callable-called-instead-of-passed
    )
    snapshot = SQLExecuteQueryOperator(task_id="snapshot", conn_id="erp", sql="select 1 as requests_get")
    report = PythonOperator(task_id="report", python_callable=make_reporter("orders"))
    orders = PythonOperator(task_id="dump_orders", python_callable=functools.partial(dump, "orders"))
    invoices = PythonOperator(task_id="dump_invoices", python_callable=dump, op_args=["invoices"])
    returns = PythonOperator(task_id="dump_invoices", python_callable=dump, op_args=["returns"])  # expect: duplicate-task-id
    done = EmptyOperator(task_id="done", execution_timeout=timedelta(minutes=1))

    begin >> snapshot >> [orders, invoices, returns] >> done
    orders >> report

if __name__ == "__main__":
    subprocess.run(["airflow", "tasks", "list", "erp_extract"], check=False)
    print(os.getcwd(), boto3.client("sts").get_caller_identity())
