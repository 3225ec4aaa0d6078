"""Extract, transform, load with decorators."""
import json

import pendulum
from airflow.decorators import dag, task


@dag(schedule=None, start_date=pendulum.datetime(2023, 1, 1, tz="UTC"), catchup=False, tags=["example"])
def v2_taskflow():
    @task()
    def extract() -> dict:
        return json.loads('{"1001": 301.27, "1002": 433.21}')

    @task(multiple_outputs=True)
    def transform(orders: dict) -> dict:
        return {"total": sum(orders.values())}

    @task()
    def load(total: float):
        print(f"total {total:.2f}")

    load(transform(extract())["total"])


v2_taskflow()
