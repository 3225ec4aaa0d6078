from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.slack.notifications.slack import send_slack_notification

with DAG("provider_slack", start_date=datetime(2023, 8, 1), schedule=None, on_failure_callback=send_slack_notification(text="x")) as dag:
    EmptyOperator(task_id="a")
