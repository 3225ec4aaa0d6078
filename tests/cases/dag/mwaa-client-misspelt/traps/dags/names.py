"""Never write boto3.client("mwa"), nor aws mwa get-environment."""

import boto3
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook


def calls(event, mwa):
    boto3.client("mwa")  # <- here
    boto3.session.Session().client(service_name="mwaas")  # <- here
    AwsBaseHook(client_type="mwa")  # <- here
    boto3.client("mwaa")
    mwa.lookup("mwa")
    token = boto3.client("mwaa").create_web_login_token(Name="prod")
    token.get("webServerHostname")  # <- here
    return token["WebServerHostname"], event["webToken"], {"webToken": token["WebToken"]}


with DAG("names", schedule=None):
    BashOperator(task_id="a", bash_command="aws mwa get-environment --name x")  # <- here
    BashOperator(task_id="b", bash_command="aws --region eu-west-1 mwaa get-environment --name x")
    BashOperator(task_id="c", bash_command="echo laws mwa says")
