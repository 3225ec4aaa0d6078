from datetime import datetime

from airflow import DAG
from airflow.operators import BashOperator, PythonOperator

dag = DAG("v1_operators_package", start_date=datetime(2018, 2, 2), schedule_interval="@once")
BashOperator(task_id="a", bash_command="date", dag=dag)
PythonOperator(task_id="b", python_callable=print, dag=dag)
