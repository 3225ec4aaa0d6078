from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator

with DAG("v2_dynamic_mapping", start_date=datetime(2022, 4, 1), schedule=None) as dag:

    @task
    def names() -> list:
        return ["a", "b", "c"]

    @task
    def greet(name: str, greeting: str) -> str:
        return f"{greeting} {name}"

    @task
    def total(greetings):
        print(list(greetings))

    total(greet.partial(greeting="hello").expand(name=names()))
    BashOperator.partial(task_id="echo", do_xcom_push=False).expand(bash_command=["echo 1", "echo 2"])
