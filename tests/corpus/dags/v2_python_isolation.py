from datetime import datetime

from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import ExternalPythonOperator, PythonVirtualenvOperator

with DAG("v2_isolation", start_date=datetime(2022, 10, 1), schedule=None) as dag:

    @task.virtualenv(requirements=["tabulate==0.9.0"], system_site_packages=False)
    def isolated():
        import tabulate

        return tabulate.__version__

    @task.external_python(python="/usr/bin/python3")
    def other():
        return 1

    isolated() >> other()
