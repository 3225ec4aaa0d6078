from datetime import timedelta

from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.utils.dates import days_ago

with DAG(
    dag_id="guide_hive",
    default_args={"owner": "airflow", "start_date": days_ago(1)},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval="@once",
) as dag:
    BashOperator(task_id="hive_help", bash_command="hive --help")
