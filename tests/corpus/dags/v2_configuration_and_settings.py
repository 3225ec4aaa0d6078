from datetime import datetime

from airflow import DAG
from airflow.configuration import conf
from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from airflow.operators.python import PythonOperator
from airflow.settings import Session, json
from airflow.utils.session import create_session, provide_session

FOLDER = conf.get("core", "dags_folder")

with DAG("v2_configuration", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=lambda: FOLDER)
