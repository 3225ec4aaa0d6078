from datetime import datetime, timedelta

from airflow.sdk import DAG, task

with DAG(
    dag_id="v3_bundle",
    dag_display_name="Bundle of the day",
    start_date=datetime(2025, 5, 1),
    schedule=timedelta(days=1),
    disable_bundle_versioning=True,
    max_consecutive_failed_dag_runs=3,
) as dag:

    @task(executor="CeleryExecutor", task_display_name="A")
    def a():
        return 1

    a()
