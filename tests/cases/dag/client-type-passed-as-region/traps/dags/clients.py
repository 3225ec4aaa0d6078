from airflow import DAG
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow.providers.amazon.aws.hooks.s3 import S3Hook

REGION = "eu-central-1"


def clients(region, mine):
    AwsBaseHook().get_client_type("s3")  # <- here
    hook = S3Hook()
    hook.get_client_type(client_type="sqs")  # <- here
    hook.get_client_type(REGION)
    hook.get_client_type(region)
    hook.get_client_type(region_name="eu-west-1")
    hook.get_client_type()
    mine.get_client_type("secretsmanager")


with DAG("clients", schedule=None):
    pass
