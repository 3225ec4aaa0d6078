from datetime import datetime, time

from airflow import DAG
from airflow.operators.branch import BaseBranchOperator
from airflow.operators.datetime import BranchDateTimeOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.latest_only import LatestOnlyOperator
from airflow.operators.python import BranchPythonOperator, ShortCircuitOperator
from airflow.operators.weekday import BranchDayOfWeekOperator
from airflow.utils.weekday import WeekDay

with DAG("v2_branching", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False) as dag:
    yes, no = EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")
    by_time = BranchDateTimeOperator(
        task_id="by_time",
        follow_task_ids_if_true=["yes"],
        follow_task_ids_if_false=["no"],
        target_lower=time(8, 0),
        target_upper=time(18, 0),
    )
    by_day = BranchDayOfWeekOperator(
        task_id="by_day", follow_task_ids_if_true="yes", follow_task_ids_if_false="no", week_day={WeekDay.MONDAY}
    )
    by_time >> [yes, no]
    by_day >> [yes, no]
