"""Jupyter's backup copy of a DAG file lies in the DAG folder.

Why
    Airflow parses `.ipynb_checkpoints/*.py` like every other file: the old copy brings its DAGs, with the ids of the
    real ones, and which of them runs changes from parse to parse.

Fix
    Delete the folder and exclude `.ipynb_checkpoints` when the DAG folder is copied to S3.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/.ipynb_checkpoints/load-checkpoint.py
    from airflow import DAG  # <- here

    DAG("load", schedule="@daily")

Good
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # dags/.ipynb_checkpoints/load-checkpoint.py
    from airflow import DAG

    DAG("load", schedule="@daily")
    # dags/.airflowignore
    ipynb_checkpoints
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolder
from mwaa_doctor.rule import Finding, Place, rule


@rule(severity="warning", source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html")
def check(folder: DagFolder) -> Iterator[Finding]:
    for summary in folder.parsed:
        if "/.ipynb_checkpoints/" in f"/{summary.path}":
            yield Finding(Place(summary.path, 1), f"`{folder.relative(summary.path)}` is parsed like a DAG file")
