"""Makes a directory on a mounted file system with an ECS task."""
from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

with DAG("guide_efs", start_date=datetime(2023, 1, 1), schedule=timedelta(days=1), catchup=False) as dag:
    EcsRunTaskOperator(
        task_id="mkdir",
        cluster="files",
        task_definition="mkdir",
        overrides={"containerOverrides": []},
        launch_type="FARGATE",
        network_configuration={"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
    )
