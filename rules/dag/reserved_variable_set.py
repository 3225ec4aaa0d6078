"""A DAG file sets an environment variable that MWAA reserves.

Why
    The value holds only in the process that imports the file. Scheduler, workers and web server keep the value of
    MWAA, so the setting seems to be ignored, and code that runs later in the same process sees a wrong one.

Fix
    Delete the line; set Airflow options in the environment's configuration.

Bad
    # dags/warehouse.py
    import os

    from airflow import DAG

    os.environ["AIRFLOW__CORE__PARALLELISM"] = "64"  # <- here
    os.environ.update({"AIRFLOW_HOME": "/tmp", "STAGE": "prod"})  # <- here

    with DAG("warehouse", schedule=None):
        pass

Good
    # dags/warehouse.py
    import os

    from airflow import DAG

    os.environ["PGAPPNAME"] = "warehouse"
    os.environ.setdefault("AIRFLOW_HOME", "/tmp/airflow")
    PARALLELISM = os.environ.get("AIRFLOW__CORE__PARALLELISM")

    with DAG("warehouse", schedule=None):
        pass
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.environment_writes import environment_writes
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target

_OTHER_RULES = ("AIRFLOW_CONN_AWS_DEFAULT",)


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(file: PythonFile, target: Target) -> Iterator[Finding]:
    if file.role == "script":
        return
    writes = [write for write in environment_writes(file) if write.at_import and write.how != "os.environ.setdefault"]
    if not writes:
        return
    reserved = facts.reserved_variables(str(target.airflow))
    if reserved is None:
        raise Unknown(f"the reserved variables of Airflow {target.airflow} are not known")
    for write in writes:
        if write.name not in _OTHER_RULES and reserved.find(write.name) is not None:
            yield Finding(write, f"`{write.name}` is reserved by MWAA and set by `{write.how}`")
