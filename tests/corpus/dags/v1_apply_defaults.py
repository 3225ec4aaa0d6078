from datetime import datetime

from airflow import DAG
from airflow.models import BaseOperator
from airflow.utils import apply_defaults


class Greet(BaseOperator):
    @apply_defaults
    def __init__(self, name, *args, **kwargs):
        super(Greet, self).__init__(*args, **kwargs)
        self.name = name

    def execute(self, context):
        print("hello", self.name)


dag = DAG("v1_apply_defaults", start_date=datetime(2020, 2, 2), schedule_interval=None)
Greet(task_id="greet", name="world", dag=dag)
