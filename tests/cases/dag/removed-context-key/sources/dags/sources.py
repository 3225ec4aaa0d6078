from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, task

SQL = """
select *
from t
where day = '{{ next_ds }}'  -- next_ds  # <- here
"""
TEXT = "execution_date and {execution_date} and $next_ds are words"


def given(execution_date):
    return execution_date


def optional(execution_date=None, **kwargs):
    return execution_date, kwargs.get("next_ds")


def asked(next_execution_date):  # <- here
    return next_execution_date


def own(**options):
    return options["next_ds"]


@task
def flow(execution_date, *, tomorrow_ds):  # <- here
    return execution_date, tomorrow_ds


with DAG("sources", schedule=None, user_defined_macros={"later": lambda: 1}):
    BashOperator(task_id="a", bash_command=f"load {SQL} {{{{ macros.ds_add(ds, 1) }}}} {{{{ prev_ds }}}}")  # <- here
    BashOperator(task_id="b", bash_command="{{ dag_run.conf['next_ds'] }} {{ ti.next_ds }} {{ 'next_ds' }}")
    BashOperator(task_id="c", bash_command="{% for next_ds in [1] %}{{ next_ds }}{% endfor %}")
    PythonOperator(task_id="d", python_callable=given, op_kwargs={"execution_date": "{{ ds }}"})
    PythonOperator(task_id="e", python_callable=optional)
    PythonOperator(task_id="f", python_callable=asked)
    PythonOperator(task_id="g", python_callable=own, op_kwargs={"next_ds": 1})
    flow(execution_date="x")
