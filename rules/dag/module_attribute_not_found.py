"""A module of Airflow is asked for something that it does not have.

Why
    The attribute is looked up when the file is parsed, and the file fails: none of its DAGs appear.

Fix
    Use the name that this version of the module has.

Bad
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators import ecs

    with DAG("report"):
        ecs.ECSOperator(task_id="run", cluster="etl", task_definition="load", overrides={})  # <- here

Good
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators import ecs

    with DAG("report"):
        ecs.EcsRunTaskOperator(task_id="run", cluster="etl", task_definition="load", overrides={})
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.airflow_calls import AirflowCall
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.version_guards import Guards
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["sample-class-gone-from-provider"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(call: AirflowCall, image: Image) -> Iterator[Finding]:
    owner = call.name.rpartition(".")[0]
    if not isinstance(call.call.node.func, ast.Attribute) or image.surface.module(owner) is None:
        return
    if image.has(call.name) is not False or call.is_caught:
        return
    if Guards(call.file, image.target.airflow, image.target.python).runs(call.call.scope, call.call.block):
        places = [place for place in image.surface.find(call.class_name) if image.has(place)]
        fix = f"Use `{places[0]}`" if places else None
        yield Finding(call, f"`{owner}` of Airflow {image.target.airflow} has no `{call.class_name}`", fix=fix)
