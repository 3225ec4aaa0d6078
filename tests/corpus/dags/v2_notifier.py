from datetime import datetime

from airflow import DAG
from airflow.notifications.basenotifier import BaseNotifier
from airflow.operators.empty import EmptyOperator


class PrintNotifier(BaseNotifier):
    template_fields = ("message",)

    def __init__(self, message):
        super().__init__()
        self.message = message

    def notify(self, context):
        print(self.message)


with DAG(
    "v2_notifier", start_date=datetime(2023, 8, 1), schedule=None, on_failure_callback=PrintNotifier("failed {{ dag.dag_id }}")
):
    EmptyOperator(task_id="a", on_success_callback=[PrintNotifier("fine")])
