from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook, AwsGenericHook
from airflow.providers.amazon.aws.hooks.dynamodb import DynamoDBHook
from airflow.providers.amazon.aws.hooks.kinesis import FirehoseHook
from airflow.providers.amazon.aws.hooks.s3 import S3Hook, unify_bucket_name_and_key
from airflow.providers.amazon.aws.hooks.secrets_manager import SecretsManagerHook
from airflow.providers.amazon.aws.hooks.ssm import SsmHook
from airflow.providers.amazon.aws.hooks.sts import StsHook

with DAG("amazon_hooks", start_date=datetime(2023, 8, 1), schedule=None) as dag:
    PythonOperator(task_id="x", python_callable=lambda: S3Hook().list_keys("b"))
