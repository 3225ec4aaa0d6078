from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.step_function_start_execution import StepFunctionStartExecutionOperator

with DAG("amazon_step_function_old", start_date=datetime(2021, 3, 1), schedule_interval=None) as dag:
    StepFunctionStartExecutionOperator(task_id="start", state_machine_arn="arn")
