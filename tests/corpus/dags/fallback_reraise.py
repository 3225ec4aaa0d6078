from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

try:
    import awswrangler
except ImportError as error:
    raise RuntimeError("awswrangler belongs into requirements.txt") from error

with DAG("fallback_reraise", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
