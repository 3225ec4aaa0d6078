"""A transient cluster with one Spark step, by the contrib operators."""
from datetime import timedelta

from airflow import DAG
from airflow.contrib.operators.emr_add_steps_operator import EmrAddStepsOperator
from airflow.contrib.operators.emr_create_job_flow_operator import EmrCreateJobFlowOperator
from airflow.contrib.sensors.emr_step_sensor import EmrStepSensor
from airflow.utils.dates import days_ago

STEPS = [{"Name": "pi", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["run-example", "SparkPi", "10"]}}]
CLUSTER = {"Name": "pi", "ReleaseLabel": "emr-6.9.0", "Instances": {"KeepJobFlowAliveWhenNoSteps": False}}

with DAG(
    dag_id="v1_emr_pi",
    default_args={"owner": "spark", "start_date": days_ago(1)},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval="0 3 * * *",
) as dag:
    create = EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=CLUSTER)
    add = EmrAddStepsOperator(task_id="add", job_flow_id="{{ ti.xcom_pull('create') }}", steps=STEPS)
    watch = EmrStepSensor(task_id="watch", job_flow_id="{{ ti.xcom_pull('create') }}", step_id="{{ ti.xcom_pull('add')[0] }}")
    create >> add >> watch
