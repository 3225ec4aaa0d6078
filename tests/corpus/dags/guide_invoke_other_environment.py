"""Starts a DAG of another environment by its CLI endpoint."""
from datetime import datetime
from http.client import HTTPSConnection

import boto3
from airflow.decorators import dag, task

ENVIRONMENT = "other-environment"


@task()
def trigger(name: str):
    grant = boto3.client("mwaa").create_cli_token(Name=ENVIRONMENT)
    connection = HTTPSConnection(grant["WebServerHostname"])
    headers = {"Authorization": "Bearer " + grant["CliToken"], "Content-Type": "text/plain"}
    connection.request("POST", "/aws_mwaa/cli", f"dags trigger {name}", headers)
    return connection.getresponse().status


@dag(dag_id="guide_invoke_other", schedule_interval=None, start_date=datetime(2022, 1, 1), dagrun_timeout=None, catchup=False)
def invoke():
    trigger("hello_world")


invoke()
