"""The plugin tutorial, version 2: an operator, a sensor and a hook in one module; MySensor is never imported."""
from datetime import datetime

from airflow import DAG
from airflow.hooks.base import BaseHook
from airflow.models import BaseOperator
from airflow.plugins_manager import AirflowPlugin


class MyOperator(BaseOperator):
    def execute(self, context):
        return "hello"


class MyHook(BaseHook):
    def my_method(self):
        print("hello")


class MyPlugin(AirflowPlugin):
    name = "my_plugin"
    hooks = [MyHook]
    operators = [MyOperator]
    sensors = [MySensor]


with DAG("guide_plugin", schedule=None, start_date=datetime(2022, 1, 1)) as dag:
    MyOperator(task_id="hello")
