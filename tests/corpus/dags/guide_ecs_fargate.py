"""Looks a service up while parsing and runs a task in its network."""
import boto3
from airflow import DAG
from airflow.providers.amazon.aws.operators.ecs import ECSOperator
from airflow.utils.dates import days_ago

CLUSTER, CONTAINER = "mwaa-ecs-test-cluster", "hello-world-container"

with DAG(dag_id="guide_ecs_fargate", schedule_interval=None, catchup=False, start_date=days_ago(1)) as dag:
    client = boto3.client("ecs", region_name="us-east-1")
    services = client.list_services(cluster=CLUSTER, launchType="FARGATE")
    service = client.describe_services(cluster=CLUSTER, services=services["serviceArns"])["services"][0]
    ECSOperator(
        task_id="run",
        cluster=CLUSTER,
        task_definition=service["taskDefinition"],
        launch_type="FARGATE",
        overrides={"containerOverrides": [{"name": CONTAINER, "command": ["ls"]}]},
        network_configuration=service["networkConfiguration"],
        awslogs_group="mwaa-ecs-zero",
        awslogs_stream_prefix=f"ecs/{CONTAINER}",
    )
