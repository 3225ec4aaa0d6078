"""Names that people import from airflow.models."""
from datetime import datetime

from airflow.models import DAG, BaseOperator, Connection, DagBag, DagRun, Pool, TaskInstance, Variable, XCom
from airflow.models.dagrun import DagRun as Run
from airflow.models.taskinstance import TaskInstance as Instance
from airflow.operators.python import PythonOperator

with DAG("v2_models", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    PythonOperator(task_id="a", python_callable=lambda: Variable.get("x", default_var=None))
