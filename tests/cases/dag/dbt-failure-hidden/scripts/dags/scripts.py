from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator
from airflow.providers.ssh.operators.ssh import SSHOperator

DBT = "/usr/local/airflow/.local/bin/dbt"
NAME = DBT.title()

with DAG("scripts", schedule=None):
    BashOperator(task_id="a", bash_command=f"{DBT} run --profiles-dir /tmp/dbt; rm -rf /tmp/dbt")  # <- here
    BashOperator(task_id="b", bash_command=f"cd /tmp/{NAME} && dbt build\ncat logs/dbt.log\n")  # <- here
    BashOperator(task_id="c", bash_command="set -e; dbt run; cat logs/dbt.log")
    BashOperator(task_id="d", bash_command="dbt run && cat logs/dbt.log || exit 1")
    BashOperator(task_id="e", bash_command="dbt --version; dbt deps; dbt run\n\n  # done\n")
    BashOperator(task_id="f", bash_command="echo 'dbt run; cat x'; date")
    BashOperator(task_id="g", bash_command="trap cleanup EXIT; dbt run; date")
    BashOperator(task_id="h", bash_command="set -o errexit\ndbt run\ndate")
    BashOperator(task_id="i", bash_command="set -e\ndbt run | tee /tmp/log")  # <- here
    SSHOperator(task_id="j", command="dbt run; date", ssh_conn_id="x")

    @task.bash
    def flow():
        return "dbt test; date"  # <- here

    flow()
