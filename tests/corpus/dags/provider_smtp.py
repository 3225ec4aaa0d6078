from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.smtp.notifications.smtp import send_smtp_notification
from airflow.providers.smtp.operators.smtp import EmailOperator

with DAG("provider_smtp", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    EmailOperator(task_id="mail", to="a@example.com", subject="s", html_content="h")
