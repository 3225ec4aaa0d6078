from datetime import datetime

from airflow import DAG
from airflow.models.baseoperator import chain, cross_downstream
from airflow.operators.empty import EmptyOperator
from airflow.utils.edgemodifier import Label
from airflow.utils.task_group import TaskGroup

FLAGS = 1 << 3 >> 1


def pair(prefix):
    return [EmptyOperator(task_id=f"{prefix}_{number}") for number in range(2)]


with DAG("lists", schedule=None, start_date=datetime(2024, 1, 1)):
    a, b, c, d = (EmptyOperator(task_id=name) for name in "abcd")
    first, last = [a, b], [c, d]
    again = [a]
    again = EmptyOperator(task_id="again")
    loop = [EmptyOperator(task_id=f"loop_{number}") for number in range(3)]
    with TaskGroup("group") as group:
        EmptyOperator(task_id="x")
    [a, b] >> c >> [d]
    [a] >> again >> loop
    (a, b) >> group >> [d]
    a >> Label("then") >> loop
    chain([a, b], [c, d])
    cross_downstream([a, b], [c, d])
    loop >> (c, d)  # <- here
    a >> [b] >> (c >> [d])  # <- here
    [task for task in (a, b)] << [c]  # <- here
