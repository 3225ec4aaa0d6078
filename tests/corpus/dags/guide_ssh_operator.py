"""A command on an EC2 host; the key lies beside the DAG files."""
from datetime import datetime, timedelta

from airflow.decorators import dag, task
from airflow.providers.ssh.operators.ssh import SSHOperator


@dag(dag_id="guide_ssh", schedule_interval=None, start_date=datetime(2022, 1, 1), dagrun_timeout=timedelta(minutes=20), catchup=False)
def guide_ssh():
    SSHOperator(task_id="list_files", ssh_conn_id="ssh_new", command="ls -la /var/log")


guide_ssh()
