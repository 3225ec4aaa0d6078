from datetime import timedelta

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, BaseOperator, dag, task

COMMON = {"schedule_interval": "@daily"}


class OwnOperator(BaseOperator):
    def __init__(self, sla=None, provide_context=False, **kwargs):
        super().__init__(**kwargs)


class OwnTable:
    def __init__(self, schedule_interval):
        self.schedule_interval = schedule_interval


OwnTable(schedule_interval="@daily")

with DAG("own_classes", **COMMON):
    OwnOperator(task_id="a", sla=1, provide_context=True)
    PythonOperator(task_id="b", python_callable=print, op_kwargs={"sla": 1, "provide_context": True})
    EmptyOperator(task_id="c", trigger_rule="none_failed_or_skipped")  # <- here
    EmptyOperator(task_id="d", sla=timedelta(hours=1))  # <- here
    EmptyOperator(task_id="e", trigger_rule="none_failed_min_one_success", max_active_tis_per_dag=1)


@dag(schedule=None, fail_stop=True, max_active_runs=1, sla_miss_callback=print)  # <- here
def decorated():
    @task(sla=timedelta(hours=1))  # <- here
    def work(sla, concurrency):
        return sla, concurrency

    work(sla=1, concurrency=2)


decorated()
