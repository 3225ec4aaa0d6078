from datetime import datetime

from airflow import DAG
from airflow.providers.common.sql.operators.sql import (
    BranchSQLOperator,
    SQLCheckOperator,
    SQLColumnCheckOperator,
    SQLExecuteQueryOperator,
)
from airflow.providers.common.sql.sensors.sql import SqlSensor

with DAG("v2_common_sql", start_date=datetime(2023, 1, 1), schedule="@daily", catchup=False) as dag:
    wait = SqlSensor(task_id="wait", conn_id="reporting", sql="select 1", mode="reschedule", timeout=600)
    run = SQLExecuteQueryOperator(task_id="run", conn_id="reporting", sql=["select 1", "select 2"], split_statements=False)
    check = SQLColumnCheckOperator(
        task_id="check", conn_id="reporting", table="t", column_mapping={"id": {"unique_check": {"equal_to": 0}}}
    )
    wait >> run >> check
