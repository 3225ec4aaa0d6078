from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.notifications.sns import send_sns_notification
from airflow.providers.amazon.aws.notifications.sqs import SqsNotifier
from airflow.providers.amazon.aws.operators.eventbridge import EventBridgePutEventsOperator
from airflow.providers.amazon.aws.operators.sns import SnsPublishOperator
from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator
from airflow.providers.amazon.aws.sensors.sqs import SqsSensor

with DAG("amazon_messaging", start_date=datetime(2023, 8, 1), schedule=None) as dag:
    SnsPublishOperator(task_id="sns", target_arn="arn", message="m", on_failure_callback=send_sns_notification(target_arn="arn", message="m"))
    SqsPublishOperator(task_id="sqs", sqs_queue="q", message_content="m") >> SqsSensor(task_id="in", sqs_queue="q")
