from datetime import datetime

from airflow.sdk.bases.hook import BaseHook
from airflow.sdk.bases.operator import BaseOperator, chain, cross_downstream
from airflow.sdk.bases.sensor import BaseSensorOperator
from airflow.sdk.definitions.asset import Asset
from airflow.sdk.definitions.dag import DAG
from airflow.sdk.definitions.param import Param
from airflow.sdk.definitions.taskgroup import TaskGroup

with DAG("v3_deep", start_date=datetime(2025, 5, 1), schedule=None) as dag:
    with TaskGroup("g"):
        BaseOperator(task_id="a")
