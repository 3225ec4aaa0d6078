"""Orders and invoices of the ERP (Postgres) into S3; the classic way of writing a DAG."""

import os
from datetime import timedelta

import pendulum
from airflow.models import DAG
from airflow.models.baseoperator import chain, cross_downstream
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.transfers.sql_to_s3 import SqlToS3Operator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

from common import config
from common.datasets import ORDERS

SQL = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sql")
TABLES = {"orders": "updated_at", "invoices": "booked_at", "returns": "received_at"}


def _connection_is_fresh(conn_id, **context):
    """Runs on the worker, so looking a connection up is fine here."""
    from airflow.hooks.base import BaseHook

    connection = BaseHook.get_connection(conn_id)
    context["ti"].xcom_push(key="host", value=connection.host)
    return bool(connection.password)


def make_reporter(table):
    """A callable per table. Calling this at parse time only builds a function."""

    def report(ti, **_):
        rows = ti.xcom_pull(task_ids=f"count_{table}")
        print(f"{table}: {rows}")

    return report


dag = DAG(
    dag_id="erp_extract",
    schedule="0 1 * * *",
    start_date=pendulum.datetime(2023, 10, 1, tz="Europe/Berlin"),
    catchup=False,
    template_searchpath=[SQL],
    default_args=config.default_args(retries=3, sla=None),
    user_defined_macros={"warm_days": 3, "landing": config.stage().landing_bucket},
    tags=["ingest", "erp"],
)

fresh = PythonOperator(task_id="connection_is_fresh", python_callable=_connection_is_fresh, op_args=["erp"], dag=dag)
snapshot = SQLExecuteQueryOperator(
    task_id="snapshot",
    conn_id="erp",
    sql="erp/snapshot.sql",
    parameters={"day": "{{ ds }}"},
    autocommit=True,
    dag=dag,
)
done = EmptyOperator(task_id="done", trigger_rule="all_success", outlets=[ORDERS], dag=dag)

counts, unloads = [], []
for table, column in TABLES.items():
    counts.append(
        SQLExecuteQueryOperator(
            task_id=f"count_{table}",
            conn_id="erp",
            sql=f"select count(*) from erp.{table} where {column} >= date '{{{{ ds }}}}' - {{{{ warm_days }}}}",
            dag=dag,
        )
    )
    unloads.append(
        SqlToS3Operator(
            task_id=f"unload_{table}",
            sql_conn_id="erp",
            query=f"select * from erp.{table} where {column}::date = '{{{{ ds }}}}'",
            s3_bucket=config.stage().curated_bucket,
            s3_key=f"erp/{table}/ds={{{{ ds }}}}/part-0.parquet",
            file_format="parquet",
            replace=True,
            execution_timeout=timedelta(hours=1),
            dag=dag,
        )
    )
    report = PythonOperator(task_id=f"report_{table}", python_callable=make_reporter(table), dag=dag)
    counts[-1] >> report

chain(fresh, snapshot, counts)
cross_downstream(counts, unloads)
done.set_upstream(unloads)
