from datetime import datetime

from airflow import __version__ as airflow_version
from packaging.version import Version

AIRFLOW_V_3_0_PLUS = Version(Version(airflow_version).base_version) >= Version("3.0.0")

if AIRFLOW_V_3_0_PLUS:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG, Asset
else:
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG
    from airflow.operators.bash import BashOperator

with DAG("guard_v3_plus", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    BashOperator(task_id="a", bash_command="date", outlets=[Asset("s3://lake/a/")])
