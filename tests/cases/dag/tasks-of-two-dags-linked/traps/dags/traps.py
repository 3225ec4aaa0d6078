from datetime import datetime

from airflow import DAG
from airflow.decorators import dag, task
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator

START = datetime(2024, 1, 1)


@task
def number(given=0):
    return given


with DAG("one", schedule=None, start_date=START) as one:
    a = EmptyOperator(task_id="a")
    n = number()
with DAG("two", schedule=None, start_date=START) as two:
    b = EmptyOperator(task_id="b")
    number(n)  # <- here
    PythonOperator(task_id="p", python_callable=print, op_args=[a.output])  # <- here
a.set_downstream(b)  # <- here
[a] >> b  # <- here
with one:
    a2 = EmptyOperator(task_id="a2")
    a >> a2
c = EmptyOperator(task_id="c")
b >> c
for name in ("x", "y"):
    with DAG(name, schedule=None, start_date=START):
        s = EmptyOperator(task_id="s")
        t = EmptyOperator(task_id="t")
        s >> t
s1 = EmptyOperator(task_id="s1", dag=one)
s2 = EmptyOperator(task_id="s2", dag=two)
if START is None:
    s1 >> s2


@dag(schedule=None, start_date=START)
def three():
    a = EmptyOperator(task_id="a")
    b = EmptyOperator(task_id="b")
    a >> b


three()
