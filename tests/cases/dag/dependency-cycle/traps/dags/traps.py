import os

from airflow import DAG
from airflow.models.baseoperator import chain
from airflow.operators.empty import EmptyOperator

with DAG("branches", schedule=None):
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    c = EmptyOperator(task_id="c")
    if os.environ.get("BACK"):
        a >> b
    else:
        b >> a
    chain(a, c)
    a.set_upstream(c)  # <- here

with DAG("rebound", schedule=None):
    step = EmptyOperator(task_id="one")
    first = step
    step = EmptyOperator(task_id="two")
    first >> step
    step = EmptyOperator(task_id="three")
    first >> step
    [first, step] >> EmptyOperator(task_id="end")
    previous = first
    for name in ("x", "y"):
        task = EmptyOperator(task_id=name)
        previous >> task
        previous = task
