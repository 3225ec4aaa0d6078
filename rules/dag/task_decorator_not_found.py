"""A task decorator is used that the environment does not have.

Why
    `@task.docker`, `@task.kubernetes` and others come with providers, `@task.bash`, `@task.run_if` with newer versions
    of Airflow. Without them the file ends with "task decorator not found", and none of its DAGs appear.

Fix
    Add the provider to requirements.txt, or use the operator of the same name.

Bad
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task.docker(image="python:3.11-slim")  # <- here
        def inside():
            return 1

        inside()

    load()

Good
    # requirements.txt
    apache-airflow-providers-docker
    # dags/load.py
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task.docker(image="python:3.11-slim")
        def inside():
            return 1

        @task.run_if(lambda context: True)
        @task.bash
        def listing():
            return "ls"

        inside() >> listing()

    load()
"""

import ast
import difflib
from collections.abc import Iterator

from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.refusals import surely_runs
from mwaa_doctor.models.scopes import Scope
from mwaa_doctor.rule import Finding, rule

_TASK = "airflow:task."


@rule(severity="error", source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/taskflow.html")
def check(file: DagFile, image: Image) -> Iterator[Finding]:
    for function in file.index.functions:
        scope = function.parent or file.index.scope
        for decorator in getattr(function.node, "decorator_list", ()):
            name = file.resolve(decorator, scope).removesuffix("()")
            if name.startswith(_TASK) and "." not in name.removeprefix(_TASK):
                yield from _judge(file, function, decorator, name.removeprefix(_TASK), image)


def _judge(file: DagFile, function: Scope, decorator: ast.expr, name: str, image: Image) -> Iterator[Finding]:
    known = image.surface.task_decorators()
    if not known or name in known or name.startswith("_"):
        return
    offers = image.surface.find_offers(f"{name}_task")
    if offers and any(image.has(place) is not False for place, _ in offers):
        return
    if not offers and image.may_bring_strangers:
        return  # a package from elsewhere may register decorators of its own
    if not surely_runs(file, function.parent or file.index.scope, function.block, image.target):
        return
    offer = offers[0][1] if offers else None
    near = difflib.get_close_matches(name, known, 1)
    fix = f"Write `@task.{near[0]}`" if near else None
    if offer is not None:
        fix = f"Add `{offer.distribution}=={offer.version}` to requirements.txt"
    where = (
        f"`{offer.distribution}`, which is not in the image" if offer else f"no part of Airflow {image.target.airflow}"
    )
    message = f"`@task.{name}` comes with {where}" if offer else f"`@task.{name}` is {where}"
    yield Finding(file.place_of(decorator), message, fix=fix)
