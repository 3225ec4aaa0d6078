from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.sagemaker import (
    SageMakerEndpointOperator,
    SageMakerModelOperator,
    SageMakerProcessingOperator,
    SageMakerStartPipelineOperator,
    SageMakerTrainingOperator,
    SageMakerTransformOperator,
    SageMakerTuningOperator,
)
from airflow.providers.amazon.aws.sensors.sagemaker import SageMakerTrainingSensor

with DAG("amazon_sagemaker", start_date=datetime(2023, 6, 1), schedule="@weekly", catchup=False) as dag:
    SageMakerTrainingOperator(task_id="train", config={"TrainingJobName": "x"}, wait_for_completion=False) >> SageMakerTrainingSensor(
        task_id="wait", job_name="x", mode="reschedule"
    )
