import datetime as dt
from datetime import datetime, timedelta

import pendulum
from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import dag
from airflow.utils import timezone
from airflow.utils.dates import days_ago

NOW = datetime.utcnow()
YESTERDAY = datetime.combine(datetime.today() - timedelta(1), datetime.min.time())
ARGS = {"owner": "x", "start_date": YESTERDAY}  # <- here

DAG("a", schedule="@daily", start_date=NOW - timedelta(days=2))  # <- here
DAG("b", schedule="@daily", default_args=ARGS)
DAG("c", schedule="@daily", start_date=dt.datetime.now(tz=dt.timezone.utc).replace(hour=0, minute=0))  # <- here
DAG("d", schedule="@daily", start_date=pendulum.now("Europe/Berlin").subtract(days=3))  # <- here
DAG("e", schedule="@daily", start_date=timezone.utcnow())  # <- here
DAG("f", start_date=datetime.now())  # <- here
DAG("g", schedule=[Dataset("s3://a/b")], start_date=datetime.now())
DAG("h", schedule="@once", start_date=datetime.now())
DAG("i", schedule="@daily", start_date=datetime.now().replace(year=2024, month=1, day=1))
DAG("j", schedule="@daily", start_date=pendulum.today("UTC").add(days=-2))
DAG("k", schedule="@weekly", start_date=pendulum.today("UTC").add(days=-2))  # <- here
DAG("l", schedule="@daily", start_date=days_ago(0))  # <- here
DAG("m", schedule="0 6 * * 1-5", start_date=days_ago(1))  # <- here
DAG("n", schedule=timedelta(days=7), start_date=days_ago(2))  # <- here
DAG("o", schedule=timedelta(hours=7), start_date=days_ago(2))
DAG("p", schedule="@daily", start_date=datetime(2024, 1, 1), end_date=datetime.now())
DAG("q", schedule="@daily", start_date=datetime.strptime("2024-01-01", "%Y-%m-%d"))


@dag(schedule="@daily", start_date=datetime.now())  # <- here
def decorated():
    started = datetime.now()
    print(started)


decorated()
