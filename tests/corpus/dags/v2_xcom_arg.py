from datetime import datetime

from airflow import DAG
from airflow.models.xcom_arg import XComArg
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator, get_current_context, is_venv_installed, task

with DAG("v2_xcom_arg", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    a = BashOperator(task_id="a", bash_command="echo 1")
    PythonOperator(task_id="b", python_callable=print, op_args=[a.output, XComArg(a, "other")])
