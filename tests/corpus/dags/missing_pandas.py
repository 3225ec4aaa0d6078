from datetime import datetime

import pandas as pd
from airflow import DAG
from airflow.operators.python import PythonOperator

with DAG("missing_pandas", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=lambda: pd.DataFrame())
