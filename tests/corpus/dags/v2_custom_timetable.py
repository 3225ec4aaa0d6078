from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable


class NoonTimetable(Timetable):
    def infer_manual_data_interval(self, run_after):
        return DataInterval(start=run_after - timedelta(days=1), end=run_after)

    def next_dagrun_info(self, *, last_automated_data_interval, restriction: TimeRestriction):
        return None


with DAG("v2_custom_timetable", start_date=pendulum.datetime(2023, 1, 1), timetable=NoonTimetable()) as dag:
    EmptyOperator(task_id="a")
