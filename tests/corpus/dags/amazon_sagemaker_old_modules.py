from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.sagemaker_training import SageMakerTrainingOperator

with DAG("amazon_sagemaker_old", start_date=datetime(2021, 1, 1), schedule_interval=None) as dag:
    SageMakerTrainingOperator(task_id="train", config={})
