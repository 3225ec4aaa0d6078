from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator

with DAG("v2_expand_kwargs", start_date=datetime(2022, 9, 1), schedule=None) as dag:

    @task
    def commands():
        return [{"bash_command": "echo 1", "env": {"A": "1"}}, {"bash_command": "echo 2"}]

    @task
    def left():
        return [1, 2]

    @task
    def both(pair):
        print(pair)

    BashOperator.partial(task_id="run").expand_kwargs(commands())
    both.expand(pair=left().zip(left().map(lambda number: number * 2)))
