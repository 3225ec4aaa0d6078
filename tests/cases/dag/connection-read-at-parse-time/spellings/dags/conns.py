from airflow import DAG
from airflow.hooks.base import BaseHook as Base
from airflow.models import Connection
from airflow.models.connection import Connection as C
from airflow.operators.bash import BashOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook

A = Base.get_connection("a").host  # <- here
B = C.get_connection_from_secrets("b")  # <- here
D = PostgresHook("c").get_connection("c")  # <- here
URI = PostgresHook("c").get_uri()  # <- here
F = PostgresHook.get_connection("d")  # <- here
made = Connection(conn_id="x", uri="postgres://h/x").get_uri()
reader = Base.get_connection

with DAG("conns", schedule=None, params={"x": "{{ conn.x.host }}"}):
    BashOperator(task_id="a", bash_command="echo {{ conn.x.host }}", env={"h": Base.get_connection("e").host})  # <- here
