from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.ssh.operators.ssh import SSHOperator

with DAG("searched", schedule=None, template_searchpath=["/usr/local/airflow/dags/jobs"]):
    BashOperator(task_id="a", bash_command="load.sh")
    BashOperator(task_id="b", bash_command="./beside.sh")
    BashOperator(task_id="c", bash_command="/beside.sh")
    BashOperator(task_id="d", bash_command="jobs/load.sh")  # <- here
    BashOperator(task_id="e", bash_command="../jobs/load.sh")  # <- here
    BashOperator(task_id="f", bash_command="{{ params.folder }}/load.sh")  # <- here
    BashOperator(task_id="g", bash_command="sh beside.sh")  # <- here
    BashOperator(task_id="h", bash_command="sh beside.sh ")
    BashOperator(task_id="i", bash_command="cat x | tee x.SH")
    SSHOperator(task_id="j", command="sh beside.sh", ssh_conn_id="x")

FOLDERS = [name for name in ("/usr/local/airflow/dags/jobs",)]

with DAG("computed", schedule=None, template_searchpath=FOLDERS):
    BashOperator(task_id="a", bash_command="load.sh")
    BashOperator(task_id="b", bash_command="bash /usr/local/airflow/dags/jobs/load.sh")  # <- here
