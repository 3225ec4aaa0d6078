"""The limit of tasks per DAG keeps the workers from being used.

Why
    A DAG never runs more tasks at once than this, whatever the workers could take. With few DAGs it is the limit that
    binds, and further workers only cost money.

Fix
    Raise the option, or set `max_active_tasks` in the DAGs that need more.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.medium
          AirflowConfigurationOptions:
            core.max_active_tasks_per_dag: "8"  # <- here
    # dags/load.py
    from airflow import DAG

    dag = DAG("load", schedule=None)

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.medium
          MaxWorkers: 2
          AirflowConfigurationOptions:
            core.max_active_tasks_per_dag: "20"
    # dags/load.py
    from airflow import DAG

    dag = DAG("load", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.worker_slots import WorkerSlots
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.unknown import ONLY_SOME_FILES


@rule(
    severity="info",
    confidence="medium",
    covers=["tasks-per-dag-limit"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(options: AirflowOptions, slots: WorkerSlots, folders: DagFolders, project: Project) -> Iterator[Finding]:
    option = options.find("core.max_active_tasks_per_dag") if options.options else None
    limit = option.number() if option is not None else None
    count = folders.dag_count
    if option is None or limit is None or not count:
        return
    if not project.complete:
        raise Unknown(ONLY_SOME_FILES)
    if limit * count < slots.total:
        yield Finding(
            option,
            f"`{option.name}` of {limit:g} and {count} {'DAG' if count == 1 else 'DAGs'} let {limit * count:g} tasks "
            f"run, but the workers carry {slots.total}",
        )
