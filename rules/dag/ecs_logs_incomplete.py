"""An ECS operator names a log group or a stream prefix, but not both.

Why
    The operator shows the container's log in the task log only if it knows group and prefix. With one of them it
    says nothing at all, and a failed container leaves no trace in Airflow.

Fix
    Give `awslogs_group` and `awslogs_stream_prefix` (`prefix/container`) as in the log configuration of the task
    definition.

Bad
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    with DAG("routes", schedule=None):
        EcsRunTaskOperator(
            task_id="solve",
            cluster="routes",
            task_definition="solver",
            overrides={},
            awslogs_group="/ecs/solver",  # <- here
        )

Good
    # dags/routes.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

    with DAG("routes", schedule=None):
        EcsRunTaskOperator(
            task_id="solve",
            cluster="routes",
            task_definition="solver",
            overrides={},
            awslogs_group="/ecs/solver",
            awslogs_stream_prefix="ecs/solver",
        )
"""

from collections.abc import Iterator

from mwaa_doctor.models.dags import Task
from mwaa_doctor.rule import Finding, rule

_OPERATORS = ("airflow:EcsRunTaskOperator", "airflow:ECSOperator", "airflow:EcsOperator")


@rule(
    severity="warning",
    covers=["ecs-operator-config"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-ecs-operator.html",
)
def check(task: Task) -> Iterator[Finding]:
    if task.operator not in _OPERATORS:
        return
    group, prefix = task.likely("awslogs_group"), task.likely("awslogs_stream_prefix")
    if group is not None and prefix is None and group.value:
        yield Finding(group, "`awslogs_group` has no effect without `awslogs_stream_prefix`", resource=task.resource)
    if prefix is not None and group is None and prefix.value:
        yield Finding(prefix, "`awslogs_stream_prefix` has no effect without `awslogs_group`", resource=task.resource)
