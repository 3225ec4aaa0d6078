from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from airflow.utils.trigger_rule import TriggerRule

with DAG("three", schedule=None, start_date=datetime(2024, 1, 1), tags=("a", "b"), catchup=0):
    BashOperator(task_id="a", bash_command="x", trigger_rule=TriggerRule.DUMMY)  # <- here
    BashOperator(task_id="b", bash_command="x", trigger_rule="all_done_min_one_success")  # <- here
    BashOperator(task_id="c", bash_command="x", retry_delay=None)
    BashOperator(task_id="d", bash_command="x", priority_weight=None)  # <- here
    BashOperator(task_id="e", bash_command="x", start_date="2024-01-01")  # <- here
with DAG("limits", schedule=None, max_active_runs=None):  # <- here
    pass
