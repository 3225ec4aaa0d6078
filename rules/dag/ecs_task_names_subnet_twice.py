"""A task of ECS is given the same subnet twice.

Why
    The sample of the guide repeats one subnet where two belong. The container always starts in one zone, and not at all
    while that zone is down.

Fix
    Name two subnets of different zones, or one once.

Bad
    # dags/containers.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    with DAG("containers", schedule="@daily"):
        EcsRunTaskOperator(
            task_id="run",
            cluster="jobs",
            task_definition="job",
            overrides={},
            network_configuration={  # <- here
                "awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d", "subnet-0a1b2c3d"]},
            },
        )

Good
    # dags/containers.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    with DAG("containers", schedule="@daily"):
        EcsRunTaskOperator(
            task_id="run",
            cluster="jobs",
            task_definition="job",
            overrides={},
            network_configuration={
                "awsvpcConfiguration": {"subnets": ["subnet-0a1b2c3d", "subnet-4e5f6071"]},
            },
        )
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["container-target-in-environment-network"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-ecs-operator.html",
)
def check(task: Task) -> Iterator[Finding]:
    given = task.argument("network_configuration") if task.operator.startswith("airflow:Ecs") else None
    configuration = given.constant() if given is not None else None
    inner = configuration.get("awsvpcConfiguration") if isinstance(configuration, dict) else None
    subnets = inner.get("subnets") if isinstance(inner, dict) else None
    if given is None or not isinstance(subnets, (list, tuple)):
        return
    twice = {name for name in subnets if isinstance(name, str) and list(subnets).count(name) > 1}
    for name in sorted(twice):
        yield Finding(given, f"the subnet `{name}` is named twice", resource=task.resource)
