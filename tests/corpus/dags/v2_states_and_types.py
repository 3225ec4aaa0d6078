from datetime import datetime

from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.utils.state import DagRunState, State, TaskInstanceState
from airflow.utils.types import DagRunType

STATES = {State.SUCCESS, State.NONE, DagRunState.QUEUED, TaskInstanceState.DEFERRED}

with DAG("v2_states", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=lambda: print(STATES, DagRunType.MANUAL))
