import common
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("own", schedule=None, user_defined_macros={"conf": common.CONF, "next_ds": lambda: 1}):
    BashOperator(task_id="a", bash_command="{{ conf.x }} {{ next_ds() }}")
    BashOperator(task_id="b", bash_command="{{ prev_ds }}")  # <- here
