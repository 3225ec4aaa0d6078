from datetime import datetime

from airflow import DAG, configuration
from airflow.operators.python_operator import PythonOperator

FOLDER = configuration.get("core", "dags_folder")

dag = DAG("v1_configuration_get", start_date=datetime(2020, 2, 2), schedule_interval=None)
PythonOperator(task_id="show", python_callable=lambda: print(FOLDER), dag=dag)
