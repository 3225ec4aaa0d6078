import pendulum
from airflow.sdk import Asset, TriggerRule, dag, get_current_context, setup, task, task_group, teardown

ORDERS = Asset("s3://lake/orders/")


@dag(schedule=[ORDERS], start_date=pendulum.datetime(2025, 5, 1), catchup=False)
def v3_sdk_decorators():
    @task(outlets=[Asset("s3://lake/done/")])
    def work():
        print(get_current_context()["ti"])

    @task_group
    def group():
        work()

    group()


v3_sdk_decorators()
