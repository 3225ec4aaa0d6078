from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.hooks.ecs import EcsHook
from airflow.providers.amazon.aws.operators.ecs import EcsDeregisterTaskDefinitionOperator, EcsRegisterTaskDefinitionOperator, EcsRunTaskOperator
from airflow.providers.amazon.aws.sensors.ecs import EcsTaskStateSensor

with DAG("amazon_ecs", start_date=datetime(2023, 1, 1), schedule=None) as dag:
    EcsRunTaskOperator(
        task_id="run",
        cluster="c",
        task_definition="d",
        overrides={"containerOverrides": []},
        launch_type="FARGATE",
        network_configuration={"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"]}},
        awslogs_group="/ecs/d",
        awslogs_stream_prefix="ecs/d",
        reattach=True,
    )
