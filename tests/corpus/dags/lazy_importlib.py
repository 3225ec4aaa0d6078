import importlib
import importlib.util
from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

if importlib.util.find_spec("pyspark") is not None:
    import pyspark

module = importlib.import_module("airflow.utils.trigger_rule")

with DAG("lazy_importlib", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", trigger_rule=module.TriggerRule.ALL_DONE)
