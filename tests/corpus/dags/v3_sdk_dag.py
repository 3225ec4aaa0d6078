"""Everything from airflow.sdk."""
import pendulum
from airflow.sdk import DAG, Label, Param, chain, task

with DAG(
    "v3_sdk", schedule="@daily", start_date=pendulum.datetime(2025, 5, 1), catchup=False, params={"n": Param(1, type="integer")}
) as dag:

    @task
    def extract() -> list[int]:
        return [1, 2, 3]

    @task
    def load(rows: list[int]):
        print(rows)

    load(extract())
