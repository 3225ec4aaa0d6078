from datetime import datetime

from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import dag
from airflow.models import Param

START = datetime(2024, 1, 1)
NEEDED = Param(type="string")
PARAMS = {"table": NEEDED}

DAG("a", schedule="@daily", start_date=START, params={"x": Param()})  # <- here
DAG("b", schedule="@daily", start_date=START, params={"x": Param(None, type="string")})  # <- here
DAG("c", schedule="@daily", start_date=START, params={"x": Param(True, type="integer")})  # <- here
DAG("d", schedule="@daily", start_date=START, params={"x": Param(1.0, type="integer"), "y": Param(2, type="number")})
DAG("e", schedule="@daily", start_date=START, params={"x": Param(None, type=["null", "string"]), "y": 5, "z": None})
DAG("f", schedule=[Dataset("s3://b/k")], start_date=START, params={"x": 1})
DAG("g", schedule=None, start_date=START, params={"x": Param()})
DAG("h", schedule="@daily", start_date=START, params={"x": Param(START.isoformat(), type="string")})
DAG("i", schedule="@daily", start_date=START, params={"x": Param(default="y", enum=["y"], description="z")})


@dag(schedule="@hourly", start_date=START, params={"x": Param("a", type=["integer", "null"])})  # <- here
def decorated():
    pass


decorated()
