"""boto3.client("s3").list_buckets() in a text is no call."""
import boto3
import awswrangler as wr
from airflow import DAG
from airflow.decorators import task
from airflow.providers.amazon.aws.hooks.s3 import S3Hook as Hook
from boto3 import client as make
from boto3.session import Session

s3 = make("s3")
alias = s3
FIRST = alias.list_buckets()["Buckets"]  # <- here
SECOND = Session(region_name="eu-west-1").client("sts").get_caller_identity()  # <- here
pages = s3.get_paginator("list_objects_v2")
KEYS = [key for page in pages.paginate(Bucket="a") for key in page["Contents"]]  # <- here
table = boto3.resource("dynamodb").Table("runs")
table.put_item(Item={"id": "1"})  # <- here
FRAME = wr.s3.read_parquet("s3://a/b")  # <- here
LOGIN = boto3.client("sts").get_caller_identity().get("Account")  # <- here
try:
    Hook().list_keys("a")  # <- here
except Exception:
    pass

url = s3.generate_presigned_url("get_object", Params={})
Missing = s3.exceptions.NoSuchKey
bucket, key = Hook.parse_s3_url("s3://a/b")
hook = Hook(aws_conn_id="x")


class Bucket:
    """Not boto3's."""

    def client(self, name):
        return self

    def list_buckets(self):
        return []


own = Bucket().client("s3").list_buckets()

with DAG("spellings", schedule=None):

    @task
    def later():
        table.get_item(Key={"id": "1"})
        return hook.list_keys("a"), [lambda: s3.list_buckets()]

    later()
