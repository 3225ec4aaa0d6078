import shlex

from airflow import DAG
from airflow.decorators import task
from airflow.models.param import Param
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

PARAMS = {
    "day": Param("2024-01-01", type="string", format="date"),
    "stage": Param("prod", enum=["prod", "dev"]),
    "free": Param("x", type="string"),
    "plain": "x",
}

with DAG("spellings", schedule=None, params=PARAMS):
    BashOperator(task_id="a", bash_command="{% set x = dag_run.conf.get('x') %} load {{ x | upper }}")  # <- here
    BashOperator(task_id="b", bash_command='load {{ dag_run.conf["x"] if dag_run else "" }}')  # <- here
    BashOperator(task_id="c", bash_command="load {{ params.free }}")  # <- here
    BashOperator(task_id="d", bash_command="load {{ params['plain'] }}")  # <- here
    BashOperator(task_id="e", bash_command="load {{ params.day }} {{ params.stage }} {{ params.plain | int }}")
    BashOperator(task_id="f", bash_command="{% if dag_run.conf.full %}load --full{% else %}load{% endif %}")
    BashOperator(task_id="g", bash_command="{# {{ dag_run.conf.x }} #} {% raw %}{{ dag_run.conf.x }}{% endraw %}")
    BashOperator(task_id="h", bash_command='load "$X"', env={"X": "{{ dag_run.conf.x }}"})
    PythonOperator(task_id="i", python_callable=print, op_args=["{{ dag_run.conf.x }}"])

    @task.bash
    def unquoted(params=None, **context):
        table = "x"
        if table:
            return f"load {shlex.quote(params['plain'])} {table}"
        return "load " + context["dag_run"].conf["table"]  # <- here

    unquoted()
