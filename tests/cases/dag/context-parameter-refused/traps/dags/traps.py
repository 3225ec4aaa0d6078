from datetime import datetime

from airflow import DAG
from airflow.decorators import task

NOTHING = None


def hides(function):
    def inner():
        return function("x", "y")

    return inner


@task
def early(ti, table):
    return ti, table


@task
def default(table, run_id="none"):
    return table, run_id


@task
def named(*, params={}):
    return params


@task
def fine(table, ti, ds=None, *, dag_run=None, rows, config="x"):
    return table, ti, ds, dag_run, rows, config


@task
def all_context(ti, ds, params):
    return ti, ds, params


@task
@hides
def hidden(ti, table):
    return ti, table


with DAG("context", schedule=None, start_date=datetime(2024, 1, 1)):
    early(table="orders")  # <- here
    early.expand(table=["orders"])
    default("orders")  # <- here
    named()  # <- here
    fine("orders", rows=1)
    all_context()
    hidden()
