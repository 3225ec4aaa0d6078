import pendulum
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.timetables.events import EventsTimetable
from airflow.timetables.interval import CronDataIntervalTimetable

with DAG(
    "v2_cron_interval",
    start_date=pendulum.datetime(2023, 1, 1),
    schedule=CronDataIntervalTimetable("0 5 * * *", timezone="Europe/Berlin"),
) as dag:
    EmptyOperator(task_id="a")

with DAG(
    "v2_events",
    start_date=pendulum.datetime(2023, 1, 1),
    schedule=EventsTimetable(event_dates=[pendulum.datetime(2024, 12, 24)], description="Christmas Eve"),
) as second:
    EmptyOperator(task_id="a")
