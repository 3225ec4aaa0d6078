from datetime import datetime

from airflow import DAG
from airflow.lineage import AUTO
from airflow.lineage.entities import File, Table
from airflow.operators.empty import EmptyOperator

with DAG("v2_lineage", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a", outlets=[File(url="s3://lake/a")]) >> EmptyOperator(task_id="b", inlets=AUTO)
