import os

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import (
    EmrAddStepsOperator,
    EmrCreateJobFlowOperator,
    EmrTerminateJobFlowOperator,
)

INSTANCES = {
    "InstanceGroups": [{"Name": os.environ["NAME"]}],
    "KeepJobFlowAliveWhenNoSteps": False,  # <- here
}
CLUSTER = {"Name": os.environ["NAME"], "Instances": INSTANCES}
COMPUTED = {"Name": "x", "Instances": os.environ}

with DAG("ends", schedule=None):
    EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=CLUSTER)
    EmrAddStepsOperator(task_id="add", job_flow_id="{{ ti.xcom_pull('create') }}", steps=[])

with DAG("computed", schedule=None):
    EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=COMPUTED)
    EmrAddStepsOperator(task_id="add", job_flow_id="{{ ti.xcom_pull('create') }}", steps=[])

with DAG("default", schedule=None):
    EmrCreateJobFlowOperator(task_id="create", job_flow_overrides={"Name": "x"})
    EmrAddStepsOperator(task_id="add", job_flow_id="{{ ti.xcom_pull('create') }}", steps=[])

with DAG("alone", schedule=None):
    EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=CLUSTER)
    EmrTerminateJobFlowOperator(task_id="end", job_flow_id="{{ ti.xcom_pull('create') }}")
