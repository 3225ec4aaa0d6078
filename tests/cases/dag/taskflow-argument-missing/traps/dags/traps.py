from datetime import datetime

from airflow import DAG
from airflow.decorators import setup, task
from airflow.operators.python import PythonOperator


def fills_in(function):
    def inner():
        return function(1)

    return inner


@task
def add(one, two=2, *, three=3):
    return one + two + three


@task
def context(ti, ds=None, *, params, **kwargs):
    return ti, ds, params, kwargs


@task
def many(*numbers):
    return numbers


@task
@fills_in
def filled(one):
    return one


@setup
@task
def prepare(path):
    return path


@task.branch(task_id="choose")
def branch(one, /, other):
    return one, other


@task.short_circuit
async def later(one):
    return one


def plain(one):
    return one


with DAG("flow", schedule=None, start_date=datetime(2024, 1, 1)):
    add(1)
    add()  # <- here
    add(1, 2, 3)  # <- here
    add(1, four=4)  # <- here
    add.override(task_id="sum")(one=1)
    add.override(task_id="sum")()  # <- here
    add(*[1])
    add(**{"one": 1})
    add.partial(two=5).expand(one=[1, 2])
    add.partial(to=5).expand(one=[1, 2])  # <- here
    add.expand_kwargs([{"one": 1}])
    context()
    context(extra=1)
    many(1, 2, 3)
    filled()
    prepare()  # <- here
    branch("a", other="b")
    branch(one="a", other="b")  # <- here
    PythonOperator(task_id="plain", python_callable=plain, op_args=[1])
    plain(1)

    @task
    def uses_the_function():
        return add.function()
