"""A task runs in a virtual environment that the image cannot make.

Why
    Images before 2.9.2 do not have `virtualenv`. The operator raises "PythonVirtualenvOperator requires virtualenv,
    please install it" when the file is parsed, so none of its DAGs appear.

Fix
    Add `virtualenv` to requirements.txt.

Bad
    # airflow-version: 2.8.1
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.8.1/constraints-3.11.txt"
    # dags/load.py
    from airflow import DAG
    from airflow.operators.python import PythonVirtualenvOperator

    with DAG("load", schedule=None):
        PythonVirtualenvOperator(task_id="a", python_callable=print, requirements=["pandas"])  # <- here

Good
    # airflow-version: 2.8.1
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.8.1/constraints-3.11.txt"
    virtualenv
    # dags/load.py
    from airflow import DAG
    from airflow.operators.python import PythonVirtualenvOperator

    with DAG("load", schedule=None):
        PythonVirtualenvOperator(task_id="a", python_callable=print, requirements=["pandas"])
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.image import Image
from mwaa_doctor.models.refusals import surely_runs
from mwaa_doctor.rule import Finding, Unknown, rule

_MAKES_ONE = (
    "airflow:PythonVirtualenvOperator",
    "airflow:BranchPythonVirtualenvOperator",
    "airflow:task.virtualenv",
    "airflow:task.branch_virtualenv",
)


@rule(
    severity="error",
    covers=["virtualenv-operator-patch"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-virtualenv.html",
)
def check(task: Task, image: Image) -> Iterator[Finding]:
    if task.operator not in _MAKES_ONE or task.mapped:
        return
    version = str(image.target.airflow)
    installed, constraints = facts.installed(version), facts.constraints(version) or {}
    if installed is None or "virtualenv" in installed or image.target.airflow < (2,):
        return
    if image.requirements is None:
        raise Unknown("whether virtualenv is installed: the project has no requirements.txt")
    airflow = image.requirements.named("apache-airflow")
    if image.requirements.named("virtualenv") or (airflow is not None and "virtualenv" in airflow.extras):
        return
    if image.may_bring_strangers:
        raise Unknown("whether a package in requirements.txt brings virtualenv")
    if surely_runs(task.file, task.call.scope, task.call.block, image.target):
        pin = f"virtualenv=={constraints['virtualenv']}" if "virtualenv" in constraints else "virtualenv"
        message = f"`virtualenv` is neither in the image of Airflow {version} nor in requirements.txt"
        yield Finding(task, message, fix=f"Add `{pin}` to requirements.txt", resource=task.resource, cause="virtualenv")
