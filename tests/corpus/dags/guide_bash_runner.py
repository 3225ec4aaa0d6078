"""What the FAQ offers in place of a shell: a command from the run's configuration."""
from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.utils.dates import days_ago

with DAG(dag_id="guide_any_bash_command", schedule_interval=None, catchup=False, start_date=days_ago(1)) as dag:
    BashOperator(task_id="cli_command", bash_command="{{ dag_run.conf['command'] }}")
