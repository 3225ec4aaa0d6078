from airflow import DAG
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

with DAG("clients", schedule=None):
    AwsBaseHook("aws_default").get_client_type("secretsmanager")
