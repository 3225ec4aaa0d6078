"""An airflow.cfg lies in the DAG folder.

Why
    MWAA does not read it: the configuration of an environment comes from its Airflow configuration options. Whoever
    changes the file believes in settings that are not in force.

Fix
    Move the settings to the environment's Airflow configuration options and delete the file.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/airflow.cfg
    [core]  # <- here
    parallelism = 64

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/load.cfg
    [load]
    chunks = 64
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.rule import Finding, Place, rule


@rule(
    severity="warning",
    covers=["airflow-cfg-not-used"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(folder: DagFolder) -> Iterator[Finding]:
    for path in folder.files:
        if path.rpartition("/")[2] == "airflow.cfg":
            yield Finding(Place(path, 1), f"`{folder.relative(path)}` is not read on MWAA")
