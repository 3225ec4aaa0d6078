import boto3
from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator
from airflow.providers.amazon.aws.hooks.s3 import S3Hook

from own import Catalogue

session = boto3.session.Session()

with DAG("clients", schedule=None):

    @task
    def look():
        s3 = session.client("s3")
        s3.list_buckets()  # <- here
        [bucket.name for bucket in boto3.resource("s3").buckets.all()]  # <- here
        S3Hook(aws_conn_id="x").get_conn().list_buckets()  # <- here
        Catalogue().list_buckets()
        boto3.client("s3").list_objects_v2(Bucket="x")
        return "s3.list_buckets()"

    look()
    BashOperator(task_id="a", bash_command="aws s3api list-buckets --query x")  # <- here
    BashOperator(task_id="b", bash_command="aws --region eu-central-1 s3 ls s3://landing/")
    BashOperator(task_id="c", bash_command="aws s3 ls landing | wc -l")
    BashOperator(task_id="d", bash_command="aws s3 ls | wc -l")  # <- here
