from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.step_function import (
    StepFunctionGetExecutionOutputOperator,
    StepFunctionStartExecutionOperator,
)
from airflow.providers.amazon.aws.sensors.step_function import StepFunctionExecutionSensor

with DAG("amazon_step_functions", start_date=datetime(2022, 3, 1), schedule=None) as dag:
    start = StepFunctionStartExecutionOperator(task_id="start", state_machine_arn="arn", state_machine_input={"a": 1})
    wait = StepFunctionExecutionSensor(task_id="wait", execution_arn=start.output, mode="reschedule")
    wait >> StepFunctionGetExecutionOutputOperator(task_id="read", execution_arn=start.output)
