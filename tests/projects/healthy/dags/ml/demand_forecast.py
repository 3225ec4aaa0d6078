"""Trains the demand forecast once a week and deploys it only on a better score."""

from __future__ import annotations

import pendulum
from airflow.decorators import dag, task
from airflow.providers.amazon.aws.operators.sagemaker import SageMakerTrainingOperator
from airflow.providers.amazon.aws.sensors.sagemaker import SageMakerEndpointSensor
from airflow.timetables.trigger import CronTriggerTimetable

from common import default_args, stage

try:
    import sagemaker_studio
except ImportError:
    sagemaker_studio = None  # only in newer images


def training_config(bucket: str) -> dict:
    """Plain data, nothing is called."""
    return {
        "TrainingJobName": "demand-{{ ts_nodash | lower }}",
        "RoleArn": "{{ var.value.sagemaker_role_arn }}",
        "AlgorithmSpecification": {
            "TrainingImage": "{{ var.value.training_image }}",
            "TrainingInputMode": "File",
        },
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/models/"},
        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.2xlarge", "VolumeSizeInGB": 50},
        "StoppingCondition": {"MaxRuntimeInSeconds": 4 * 3600},
    }


@dag(
    schedule=CronTriggerTimetable("0 3 * * SUN", timezone="Europe/Berlin"),
    start_date=pendulum.datetime(2024, 6, 2, tz="Europe/Berlin"),
    catchup=False,
    default_args=default_args(retries=1),
    tags=["ml"],
)
def demand_forecast():
    train = SageMakerTrainingOperator(
        task_id="train", config=training_config(stage().curated_bucket), deferrable=True, check_interval=60
    )

    @task.branch
    def better(ti=None) -> str:
        import boto3

        name = ti.xcom_pull(task_ids="train")["Training"]["TrainingJobName"]
        job = boto3.client("sagemaker").describe_training_job(TrainingJobName=name)
        scores = {metric["MetricName"]: metric["Value"] for metric in job["FinalMetricDataList"]}
        return "deploy" if scores.get("validation:rmse", 1e9) < 12.5 else "keep"

    @task
    def deploy() -> None:
        import boto3
        from airflow.models import Variable

        boto3.client("sagemaker").update_endpoint(
            EndpointName="demand", EndpointConfigName=Variable.get("demand_endpoint_config")
        )

    @task
    def keep() -> None:
        print("the old model stays")

    in_service = SageMakerEndpointSensor(
        task_id="in_service", endpoint_name="demand", mode="reschedule", poke_interval=120, timeout=3600
    )
    decision = better()
    train >> decision >> [deploy_task := deploy(), keep()]
    deploy_task >> in_service


demand_forecast()
