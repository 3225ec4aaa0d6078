from datetime import datetime

from airflow import DAG, Dataset
from airflow.operators.bash import BashOperator

ORDERS = Dataset("s3://lake/orders/", extra={"team": "sales"})

with DAG("v2_dataset_producer", start_date=datetime(2022, 9, 1), schedule="@daily", catchup=False):
    BashOperator(task_id="produce", bash_command="date", outlets=[ORDERS])

with DAG("v2_dataset_consumer", start_date=datetime(2022, 9, 1), schedule=[ORDERS], catchup=False):
    BashOperator(task_id="consume", bash_command="date", inlets=[ORDERS])
