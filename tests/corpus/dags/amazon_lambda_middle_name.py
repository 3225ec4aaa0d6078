from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.lambda_function import AwsLambdaInvokeFunctionOperator

with DAG("amazon_lambda_old", start_date=datetime(2022, 10, 1), schedule=None) as dag:
    AwsLambdaInvokeFunctionOperator(task_id="x", function_name="f", payload="{}")
