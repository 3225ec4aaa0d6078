import functools
import urllib.request as web

import requests as rq
from airflow import DAG
from airflow.operators.python import PythonOperator


def fetch(url):
    with rq.Session() as session:
        return session.get(url, timeout=5)


def outer(url):
    return fetch(url).json()


PARTNERS = outer("https://example.com")  # <- here


def build(name):
    with DAG(name, schedule=None) as dag:
        web.urlopen("https://example.com")  # <- here
        PythonOperator(task_id="a", python_callable=fetch, op_args=["https://example.com"])
        PythonOperator(task_id="b", python_callable=functools.partial(outer, "https://example.com"))
        PythonOperator(task_id="c", python_callable=rq.get, op_args=["https://example.com"])
    return dag


for name in ("a", "b"):
    globals()[name] = build(name)

HEADERS = rq.utils.default_headers()
session = rq.Session()
session.headers.update({"a": "b"})
