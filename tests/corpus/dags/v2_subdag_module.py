from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.operators.subdag import SubDagOperator


def child():
    with DAG("v2_subdag.part", start_date=datetime(2022, 1, 1), schedule=None) as sub:
        EmptyOperator(task_id="x")
    return sub


with DAG("v2_subdag", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    SubDagOperator(task_id="part", subdag=child())
