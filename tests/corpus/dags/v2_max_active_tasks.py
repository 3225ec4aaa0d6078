from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("v2_max_active", start_date=datetime(2022, 1, 1), schedule="@daily", max_active_tasks=4, catchup=False) as dag:
    BashOperator(task_id="a", bash_command="true", max_active_tis_per_dag=2, max_active_tis_per_dagrun=1)
