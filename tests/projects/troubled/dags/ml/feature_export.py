"""Features into the lake."""

import pendulum
from airflow.decorators import dag, task

from common import default_args


@dag(schedule="@daily", start_date=pendulum.datetime(2024, 6, 2, tz="UTC"), catchup=False, default_args=default_args())
def feature_export():
    @task
    def export(row: dict) -> str:
        return f"features/{row["day"]}/{row["carrier"]}.parquet"  # expect: syntax-newer-than-python

    export({"day": "2024-06-02", "carrier": "alder"})


feature_export()
