from datetime import datetime

from airflow import DAG
from airflow.models.param import Param, ParamsDict
from airflow.operators.bash import BashOperator

with DAG(
    "v2_params",
    start_date=datetime(2022, 1, 1),
    schedule=None,
    params={
        "rows": Param(10, type="integer", minimum=1),
        "mode": Param("full", enum=["full", "delta"], description="what to load"),
        "plain": 5,
    },
    render_template_as_native_obj=True,
) as dag:
    BashOperator(task_id="a", bash_command="echo $ROWS", env={"ROWS": "{{ params.rows }}"})
