import datetime

from airflow import DAG
from airflow.contrib.operators.ecs_operator import ECSOperator

dag = DAG("v1_ecs_run", start_date=datetime.datetime(2020, 3, 1), schedule_interval=None)
run = ECSOperator(
    task_id="run", dag=dag, cluster="jobs", task_definition="hello", launch_type="EC2", overrides={"containerOverrides": []}
)
