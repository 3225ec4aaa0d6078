"""Left over from the Python 2 days."""
from datetime import datetime
from airflow import DAG
from airflow.operators.python_operator import PythonOperator

def hello():
    print "hello from airflow"

dag = DAG("v1_python_two", start_date=datetime(2017, 1, 1))
PythonOperator(task_id="hello", python_callable=hello, dag=dag)
