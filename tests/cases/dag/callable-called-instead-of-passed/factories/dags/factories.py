import functools

from airflow import DAG
from airflow.operators.python import PythonOperator

from helpers import make_task, notify


class Loader:
    def __call__(self):
        return 1


def returns_lambda(x):
    return lambda: x


def returns_parameter(function):
    return function


def returns_dict():
    return {"a": 1}


def nested():
    def inner():
        return 1

    inner()


@functools.lru_cache
def cached():
    return 1


async def later():
    return print


with DAG("factories", schedule=None, on_failure_callback=notify("#x"), on_success_callback=returns_dict()):  # <- here
    PythonOperator(task_id="a", python_callable=returns_lambda(1))
    PythonOperator(task_id="b", python_callable=returns_parameter(print))
    PythonOperator(task_id="c", python_callable=Loader())
    PythonOperator(task_id="d", python_callable=make_task("x"))
    PythonOperator(task_id="e", python_callable=functools.partial(print, "x"))
    PythonOperator(task_id="f", python_callable=lambda: returns_dict())
    PythonOperator(task_id="g", python_callable=cached())
    PythonOperator(task_id="h", python_callable=nested())  # <- here
    PythonOperator(task_id="i", python_callable=later())  # <- here
    PythonOperator(task_id="j", python_callable=print("x"))  # <- here
