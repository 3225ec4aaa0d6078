from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator


def missed(dag, task_list, blocking_task_list, slas, blocking_tis):
    print(dag, slas)


with DAG(
    "v2_sla",
    start_date=datetime(2022, 1, 1),
    schedule="*/10 * * * *",
    sla_miss_callback=missed,
    default_args={"sla": timedelta(minutes=5)},
) as dag:
    BashOperator(task_id="slow", bash_command="sleep 20", sla=timedelta(seconds=10))
