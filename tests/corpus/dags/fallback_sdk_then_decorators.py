from datetime import datetime

try:
    from airflow.sdk import dag, task
except ImportError:
    from airflow.decorators import dag, task


@dag(schedule=None, start_date=datetime(2024, 1, 1), catchup=False)
def fallback_sdk():
    @task
    def a():
        return 1

    a()


fallback_sdk()
