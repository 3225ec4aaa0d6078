"""Customers from the old SQL Server, with a key that a contractor left behind."""

from __future__ import annotations

import pendulum
from airflow.decorators import dag, task

from common import default_args

ROLE = "arn:aws:iam::210987654321:role/meridian-loader"
# names of secrets, not secrets
PASSWORD_SECRET = "airflow/connections/mssql_customers"
TOKEN_PARAMETER = "/meridian/prod/customers/token"


@dag(
    schedule="@daily",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
)
def mssql_customers():
    @task
    def extract() -> list[tuple]:
        import pymssql

        connection = pymssql.connect(
            server="customers.internal.example.com",
            user="loader",
            password="S3gel&Anker-4711",  # expect: literal-credential
            database="crm",
        )
        with connection.cursor() as cursor:
            cursor.execute("select id, name from customers")
            return cursor.fetchall()

    @task
    def store(rows: list[tuple]) -> None:
        import boto3

        s3 = boto3.client(
            "s3",
            aws_access_key_id="AKIAQZ7NVW3TLH5XK2RD",  # expect: literal-credential
            aws_secret_access_key="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",  # expect: literal-credential
        )
        s3.put_object(Bucket="meridian-prod-landing", Key="customers.txt", Body=repr(rows))

    @task
    def store_well(rows: list[tuple], password: str = "") -> None:
        import boto3
        from airflow.hooks.base import BaseHook

        connection = BaseHook.get_connection("customers")
        token = boto3.client("ssm").get_parameter(Name=TOKEN_PARAMETER, WithDecryption=True)["Parameter"]["Value"]
        print(len(rows), connection.password == token, "AKIAIOSFODNN7EXAMPLE is the key of the documentation")

    rows = extract()
    store(rows)
    store_well(rows, password="{{ conn.customers.password }}")


mssql_customers()
