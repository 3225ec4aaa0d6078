import subprocess

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator

with DAG("traps", schedule=None):
    BashOperator(task_id="a", bash_command="cd /tmp && timeout 60 dbt run")  # <- here
    BashOperator(task_id="b", bash_command="bash -c 'dbt run'")  # <- here
    BashOperator(task_id="c", bash_command="./dbt run; ~/bin/papermill a b; $HOME/dbt")
    BashOperator(task_id="d", bash_command="source /tmp/venv/bin/activate && dbt run")
    BashOperator(task_id="e", bash_command="python -m dbt.cli.main run # dbt run")
    BashOperator(task_id="f", bash_command="echo 'dbt run' && virtualenv x")
    BashOperator(task_id="g", bash_command="pip install --target /tmp/x dbt-core; dbt run")
    BashOperator(task_id="h", bash_command="PATH=$PATH:/x dbt run")
    BashOperator(task_id="i", bash_command="{{ params.program }} run")

    @task.bash
    def run():
        return "dbt run"  # <- here

    @task
    def call():
        subprocess.run(["spark-submit", "job.py"], check=True)  # <- here
        subprocess.run(["/opt/spark/bin/spark-submit", "job.py"], check=True)

    run()
    call()
