from airflow import DAG
from airflow.decorators import dag


def _make(name):
    return DAG(name, schedule=None)


def build(name):
    return _make(name)


def decorated(name):
    @dag(dag_id=name, schedule=None)
    def inner():
        pass

    return inner()


def label(name):
    return name.upper()


def run_task(name):
    def later():
        return DAG(name)

    return later
