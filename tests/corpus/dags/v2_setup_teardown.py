from datetime import datetime

from airflow import DAG
from airflow.decorators import setup, task, teardown
from airflow.operators.bash import BashOperator

with DAG("v2_setup_teardown", start_date=datetime(2023, 8, 1), schedule=None) as dag:

    @setup
    def open_cluster():
        return "c-1"

    @teardown
    def close_cluster(cluster):
        print(cluster)

    @task
    def work():
        return 1

    cluster = open_cluster()
    cluster >> work() >> close_cluster(cluster)
    make = BashOperator(task_id="make", bash_command="true").as_setup()
    drop = BashOperator(task_id="drop", bash_command="true").as_teardown(setups=make)
    make >> BashOperator(task_id="use", bash_command="true") >> drop
