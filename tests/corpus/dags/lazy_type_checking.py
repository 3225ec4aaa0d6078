from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from airflow import DAG
from airflow.operators.python import PythonOperator

if TYPE_CHECKING:
    import pandas as pd
    from airflow.sdk.types import RuntimeTaskInstanceProtocol
    from snowflake.connector import SnowflakeConnection


def transform(frame: pd.DataFrame | None = None, connection: SnowflakeConnection | None = None) -> pd.DataFrame:
    return frame


with DAG("lazy_type_checking", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=transform)
