from datetime import datetime

from airflow import DAG
from airflow.operators.generic_transfer import GenericTransfer

with DAG("v2_generic_transfer", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False) as dag:
    GenericTransfer(
        task_id="move", sql="select * from a", destination_table="b", source_conn_id="x", destination_conn_id="y"
    )
