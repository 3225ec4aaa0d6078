"""An ECS task on Fargate has no network configuration.

Why
    Fargate tasks use the network mode `awsvpc`, and ECS refuses to run them without subnets: the task fails with
    "Network Configuration must be provided when networkMode 'awsvpc' is specified".

Fix
    Add `network_configuration={"awsvpcConfiguration": {"subnets": [...], "securityGroups": [...]}}`.

Bad
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    with DAG("routes", schedule=None):
        EcsRunTaskOperator(  # <- here
            task_id="solve", cluster="routes", task_definition="solver", overrides={}, launch_type="FARGATE"
        )

Good
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d4e5f67890"]}}
    COMMON = {"cluster": "routes", "task_definition": "solver", "overrides": {}}

    with DAG("routes", schedule=None):
        EcsRunTaskOperator(task_id="solve", launch_type="FARGATE", network_configuration=NETWORK, **COMMON)
        EcsRunTaskOperator(task_id="ec2", launch_type="EC2", **COMMON)
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule

_OPERATORS = ("airflow:EcsRunTaskOperator", "airflow:ECSOperator", "airflow:EcsOperator")


@rule(
    severity="error",
    covers=["ecs-operator-config"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-ecs-operator.html",
)
def check(task: Task) -> Iterator[Finding]:
    if task.operator not in _OPERATORS:
        return
    launch_type = task.likely("launch_type")
    if launch_type is None or launch_type.value != "FARGATE":
        return
    network = task.likely("network_configuration")
    if network is None or network.constant("computed") in (None, {}):
        yield Finding(task, "`launch_type` is `FARGATE` and `network_configuration` is missing")
