from airflow import DAG
from airflow.version import version as airflow_version

numbers = airflow_version.split(".")
if int(numbers[0]) >= 2 and int(numbers[1]) >= 3:
    from airflow.providers.standard.operators.bash import BashOperator
else:
    from airflow.operators.bash_operator import BashOperator  # <- here


def later():
    if int(numbers[0]) >= 2 and int(numbers[1]) >= 6:
        return None
    else:
        from airflow.jobs.base_job import BaseJob  # <- here

    return BaseJob


with DAG("spellings", schedule=None):
    BashOperator(task_id="a", bash_command="true")
