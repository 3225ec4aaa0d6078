"""Runs dbt on a copy of the project in /tmp."""
from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.utils.dates import days_ago

with DAG(dag_id="guide_dbt_run", schedule_interval=None, catchup=False, start_date=days_ago(1)) as dag:
    BashOperator(
        task_id="dbt_run",
        bash_command="cp -R /usr/local/airflow/dags/dbt /tmp; cd /tmp/dbt/mwaa_dbt; "
        "/usr/local/airflow/.local/bin/dbt run --project-dir . --profiles-dir ..; cat logs/dbt.log",
    )
