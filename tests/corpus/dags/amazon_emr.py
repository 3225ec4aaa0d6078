from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import (
    EmrAddStepsOperator,
    EmrCreateJobFlowOperator,
    EmrModifyClusterOperator,
    EmrTerminateJobFlowOperator,
)
from airflow.providers.amazon.aws.sensors.emr import EmrJobFlowSensor, EmrStepSensor
from airflow.utils.trigger_rule import TriggerRule

with DAG("amazon_emr", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    create = EmrCreateJobFlowOperator(task_id="create", job_flow_overrides={"Name": "x"})
    steps = EmrAddStepsOperator(task_id="steps", job_flow_id=create.output, steps=[], wait_for_completion=True)
    stop = EmrTerminateJobFlowOperator(task_id="stop", job_flow_id=create.output, trigger_rule=TriggerRule.ALL_DONE)
    create >> steps >> stop
