"""Operators of our own (airflow dag helpers)."""
from airflow.models import BaseOperator


class GreetOperator(BaseOperator):
    def __init__(self, *, who: str, **kwargs):
        super().__init__(**kwargs)
        self.who = who

    def execute(self, context):
        return f"hello {self.who}"
