import os

from airflow import DAG, settings
from airflow.decorators import task
from airflow.models import Connection
from airflow.operators.bash import BashOperator

USED = os.environ.get("AIRFLOW_CONN_AWS_DEFAULT")
READ = Connection(conn_id="aws_default", conn_type="aws")
os.environ.setdefault("AIRFLOW_CONN_AWS_DEFAULT", "aws://")  # <- here

with DAG("ways", schedule=None):

    @task
    def save():
        session = settings.Session()
        own = Connection(conn_id="aws_default", conn_type="aws")  # <- here
        session.add(own)
        session.add(Connection(conn_id="partner", conn_type="aws"))
        return READ.get_uri()

    save()
    BashOperator(task_id="a", bash_command="airflow connections delete aws_default")  # <- here
    BashOperator(task_id="b", bash_command="airflow connections get aws_default; airflow connections add partner")
    BashOperator(task_id="c", bash_command="echo 'airflow connections add aws_default'")
    BashOperator(task_id="d", bash_command="AIRFLOW_CONN_AWS_DEFAULT=aws:// airflow dags list")  # <- here
