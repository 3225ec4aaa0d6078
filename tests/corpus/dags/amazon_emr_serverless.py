from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import (
    EmrServerlessCreateApplicationOperator,
    EmrServerlessDeleteApplicationOperator,
    EmrServerlessStartJobOperator,
)
from airflow.providers.amazon.aws.sensors.emr import EmrServerlessJobSensor

with DAG("amazon_emr_serverless", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    app = EmrServerlessCreateApplicationOperator(task_id="app", job_type="SPARK", release_label="emr-7.0.0")
    job = EmrServerlessStartJobOperator(
        task_id="job", application_id=app.output, execution_role_arn="{{ var.value.role }}", job_driver={}, configuration_overrides={}
    )
    job >> EmrServerlessDeleteApplicationOperator(task_id="drop", application_id=app.output)
