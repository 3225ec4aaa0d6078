from datetime import datetime

from airflow.models import DAG, BaseOperatorFactory
from airflow.operators.empty import EmptyOperator

with DAG("v2_models_missing", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
