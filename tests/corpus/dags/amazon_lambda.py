import json
from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.lambda_function import LambdaCreateFunctionOperator, LambdaInvokeFunctionOperator
from airflow.providers.amazon.aws.sensors.lambda_function import LambdaFunctionStateSensor

with DAG("amazon_lambda", start_date=datetime(2023, 6, 1), schedule=None) as dag:
    LambdaInvokeFunctionOperator(task_id="x", function_name="f", payload=json.dumps({"a": 1}), invocation_type="Event")
