from datetime import datetime

from airflow import DAG
from airflow.operators.email_operator import EmailOperator

with DAG("v1_mail", start_date=datetime(2020, 2, 2), schedule_interval="@weekly") as dag:
    EmailOperator(task_id="mail", to="team@example.com", subject="report {{ ds }}", html_content="<b>done</b>")
