from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import chain, chain_linear, cross_downstream
from airflow.operators.empty import EmptyOperator
from airflow.utils.edgemodifier import Label

with DAG("v2_chain", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    a, b, c, d = (EmptyOperator(task_id=name) for name in "abcd")
    chain(a, Label("then"), [b, c], d)
    e, f = EmptyOperator(task_id="e"), EmptyOperator(task_id="f")
    cross_downstream([e], [f])
