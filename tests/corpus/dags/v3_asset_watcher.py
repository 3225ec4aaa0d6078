from datetime import datetime

from airflow.providers.amazon.aws.triggers.sqs import SqsSensorTrigger
from airflow.sdk import DAG, Asset, AssetWatcher, task

trigger = SqsSensorTrigger(sqs_queue="https://sqs.example.com/q", aws_conn_id=None)
QUEUE = Asset("queue", watchers=[AssetWatcher(name="watch", trigger=trigger)])

with DAG("v3_asset_watcher", start_date=datetime(2025, 5, 1), schedule=[QUEUE]) as dag:

    @task
    def work(triggering_asset_events=None):
        print(triggering_asset_events)

    work()
