from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.utils.log.logging_mixin import LoggingMixin
from airflow.utils.log.secrets_masker import mask_secret


class Worker(LoggingMixin):
    def run(self):
        mask_secret("x")
        self.log.info("running")


with DAG("v2_logging_mixin", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=Worker().run)
