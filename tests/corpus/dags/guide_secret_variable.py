"""A variable that the secrets backend answers."""
from airflow import DAG
from airflow.models import Variable
from airflow.operators.python import PythonOperator
from airflow.utils.dates import days_ago
from datetime import timedelta


def show(**kwargs):
    print("length", len(Variable.get("test-variable", default_var="undefined")))


with DAG(
    dag_id="guide_secret_variable",
    default_args={"owner": "airflow", "start_date": days_ago(1), "depends_on_past": False},
    dagrun_timeout=timedelta(hours=2),
    schedule_interval="@once",
) as dag:
    PythonOperator(task_id="show", python_callable=show, provide_context=True)
