from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

import shared.paths
from shared import bucket
from shared.paths import key as make_key

with DAG("local_package", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", doc=bucket("x") + make_key("a", "b") + shared.paths.STAGE)
