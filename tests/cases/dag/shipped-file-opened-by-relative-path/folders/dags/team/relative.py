import json
import os
from pathlib import Path

import pandas as pd
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

HERE = os.path.dirname(os.path.abspath(__file__))
TABLES = json.load(open("tables.json"))  # <- here
SHARED = Path("sql/a.sql").read_text()  # <- here
GOOD = json.load(open(os.path.join(HERE, "tables.json")))
ALSO_GOOD = (Path(__file__).parent / "tables.json").read_text()
NOT_SHIPPED = open("unknown.json")
FROM_HOME = open("dags/sql/a.sql")


def load(name):
    open(name)
    return pd.read_json("./tables.json")  # <- here


with DAG("relative", schedule=None):
    PythonOperator(task_id="a", python_callable=load, op_args=["tables.json"])
    BashOperator(task_id="b", bash_command="psql < sql/a.sql")  # <- here
    BashOperator(task_id="c", bash_command="aws s3 cp s3://b/tables.json tables.json && cat ./tables.json")
    BashOperator(task_id="d", bash_command="git clone x && cat ./tables.json")
    BashOperator(task_id="e", bash_command="./run.sh now")  # <- here
    BashOperator(task_id="f", bash_command="echo ./run.sh; echo 'python sql/a.sql'")

if __name__ == "__main__":
    open("tables.json")
