from datetime import timedelta

from airflow import DAG
from airflow.contrib.hooks.ssh_hook import SSHHook
from airflow.contrib.operators.ssh_operator import SSHOperator
from airflow.utils.dates import days_ago

dag = DAG("v1_ssh_uptime", default_args={"start_date": days_ago(2)}, schedule_interval=timedelta(hours=1), catchup=False)
uptime = SSHOperator(task_id="uptime", ssh_conn_id="jump_host", command="uptime", dag=dag)
