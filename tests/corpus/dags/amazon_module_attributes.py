"""Modules imported whole and their attributes used."""
import datetime as dt

import airflow
import airflow.providers.amazon.aws.operators.s3 as s3ops
from airflow.providers.amazon.aws import hooks, sensors
from airflow.providers.amazon.aws.operators import athena, glue

with airflow.DAG("amazon_module_attributes", start_date=dt.datetime(2023, 1, 1), schedule=None) as dag:
    s3ops.S3ListOperator(task_id="list", bucket="b") >> glue.GlueJobOperator(task_id="run", job_name="j")
    athena.AthenaOperator(task_id="q", query="select 1", database="d", output_location="s3://b/")
