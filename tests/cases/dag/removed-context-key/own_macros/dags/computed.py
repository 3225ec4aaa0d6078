import common
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("computed", schedule=None, user_defined_macros=common.macros()):
    BashOperator(task_id="a", bash_command="{{ next_ds }}")
