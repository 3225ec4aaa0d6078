"""Copies the project first, by @dag."""
import os
import shutil
from datetime import datetime

from airflow.decorators import dag, task
from airflow.operators.bash import BashOperator

SOURCE = "/usr/local/airflow/dags/dbt"


@dag(schedule=None, start_date=datetime(2023, 1, 1), catchup=False)
def guide_dbt_setup():
    @task
    def copy() -> str:
        target = os.path.join("/tmp", "dbt")
        shutil.copytree(SOURCE, target, dirs_exist_ok=True)
        return target

    copy() >> BashOperator(task_id="debug", bash_command="/usr/local/airflow/.local/bin/dbt debug --profiles-dir /tmp/dbt")


guide_dbt_setup()
