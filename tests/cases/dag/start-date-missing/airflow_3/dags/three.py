from datetime import datetime

from airflow.sdk import DAG

DAG("daily", schedule="@daily")
DAG("catches_up", schedule="@daily", catchup=True)  # <- here
DAG("catches_up_nothing", schedule=None, catchup=True)
DAG("dated", schedule="@daily", catchup=True, start_date=datetime(2024, 1, 1))
