from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import BaseOperator
from airflow.operators.bash import BashOperator
from airflow.operators.python import get_current_context
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.utils.task_group import TaskGroup


class Own(BaseOperator):
    def __init__(self, table, **kwargs):
        super().__init__(**kwargs)
        self.table = table

    def execute(self, context):
        S3Hook("aws_default").get_key("a", "b")


class Plain:
    def __init__(self, operator):
        self.operator = operator


class PlainOperator:
    def __init__(self, operator):
        self.operator = operator


with DAG("positions", "what it does", schedule=None, start_date=datetime(2024, 1, 1)):
    Own("orders", task_id="a")  # <- here
    Own(table="orders", task_id="b")
    BashOperator.partial("c").expand(bash_command=["x"])  # <- here
    with TaskGroup("group"):
        Plain("x")
        PlainOperator("x")
    if False:
        BashOperator("never", bash_command="x")
    try:
        BashOperator("caught", bash_command="x")
    except Exception:
        pass
