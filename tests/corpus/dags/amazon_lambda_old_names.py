from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.aws_lambda import AwsLambdaInvokeFunctionOperator

with DAG("amazon_lambda_older", start_date=datetime(2022, 4, 1), schedule=None) as dag:
    AwsLambdaInvokeFunctionOperator(task_id="x", function_name="f", payload="{}")
