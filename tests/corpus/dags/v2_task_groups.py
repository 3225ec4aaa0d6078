from datetime import datetime

from airflow import DAG
from airflow.decorators import task, task_group
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

with DAG("v2_task_groups", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False) as dag:
    with TaskGroup("extract", tooltip="sources") as extract:
        for source in ("a", "b"):
            EmptyOperator(task_id=source)

    @task_group(group_id="check", default_args={"retries": 1})
    def check(table: str):
        @task
        def count(name: str) -> int:
            return len(name)

        @task
        def positive(number: int):
            assert number

        positive(count(table))

    extract >> check("orders")
