import os

from airflow import DAG
from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator

COMMON = {"cluster": "c", "task_definition": "t", "overrides": {}}
FARGATE = {**COMMON, "launch_type": "FARGATE"}
COMPUTED = dict(os.environ)


class OwnRunner(EcsRunTaskOperator):
    def __init__(self, **kwargs):
        super().__init__(network_configuration={"awsvpcConfiguration": {}}, **kwargs)


with DAG("arguments", schedule=None):
    EcsRunTaskOperator(task_id="a", **FARGATE)  # <- here
    EcsRunTaskOperator(task_id="b", network_configuration=None, **FARGATE)  # <- here
    EcsRunTaskOperator(task_id="c", network_configuration=COMPUTED, **FARGATE)
    EcsRunTaskOperator(task_id="d", **FARGATE, **COMPUTED)
    EcsRunTaskOperator.partial(task_id="e", **FARGATE).expand(network_configuration=[{}])
    OwnRunner(task_id="f", **FARGATE)
