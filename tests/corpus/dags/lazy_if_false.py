from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

DEBUG = False
if False:
    import pyspark
if DEBUG:
    import memory_profiler_of_ours

with DAG("lazy_if_false", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
