from datetime import datetime

from airflow.sdk import DAG, Asset, task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable, DeltaTriggerTimetable, MultipleCronTriggerTimetable

with DAG(
    "v3_asset_or_time",
    start_date=datetime(2025, 5, 1),
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("0 1 * * 3", timezone="UTC"), assets=[Asset("a")]),
) as dag:

    @task
    def a():
        return 1

    a()
