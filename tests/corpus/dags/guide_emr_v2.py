"""The version 2 sample: provider modules that 2.4.3 no longer has."""
from datetime import timedelta

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr_add_steps import EmrAddStepsOperator
from airflow.providers.amazon.aws.operators.emr_create_job_flow import EmrCreateJobFlowOperator
from airflow.providers.amazon.aws.sensors.emr_step import EmrStepSensor
from airflow.utils.dates import days_ago

with DAG("guide_emr_v2", default_args={"start_date": days_ago(1)}, dagrun_timeout=timedelta(hours=2), schedule_interval=None) as dag:
    create = EmrCreateJobFlowOperator(task_id="create_job_flow", job_flow_overrides={"Name": "pi"})
    add = EmrAddStepsOperator(task_id="add_steps", job_flow_id=create.output, steps=[])
    watch = EmrStepSensor(task_id="watch_step", job_flow_id=create.output, step_id="{{ ti.xcom_pull('add_steps')[0] }}")
    create >> add >> watch
