from datetime import datetime

from airflow import DAG
from airflow.operators.email import EmailOperator
from airflow.operators.empty import EmptyOperator
from airflow.utils.email import send_email


def tell(context):
    send_email(to=["team@example.com"], subject="failed", html_content="<p>failed</p>")


with DAG("v2_email", start_date=datetime(2022, 1, 1), schedule=None, default_args={"on_failure_callback": tell}) as dag:
    EmptyOperator(task_id="a") >> EmailOperator(task_id="b", to="team@example.com", subject="s", html_content="h")
