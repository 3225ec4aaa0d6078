from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import EmrContainerOperator
from airflow.providers.amazon.aws.operators.emr_containers import EMRContainerOperator

with DAG("amazon_emr_containers", start_date=datetime(2021, 9, 1), schedule_interval=None) as dag:
    EMRContainerOperator(task_id="x", name="n", virtual_cluster_id="v", execution_role_arn="r", release_label="l", job_driver={})
