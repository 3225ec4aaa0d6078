"""On Airflow 3 an option lets the number of processes in a worker change while tasks run.

Why
    When a worker's pool shrinks it can end a process with a task in it. The task fails without a log, and the worker's
    log says `WorkerLostError` with exit code 15. AWS advises two equal numbers. Without the option the pool may shrink
    too, which most environments never notice; nothing is said of it until a log shows the error.

Fix
    Set `celery.worker_autoscale` to the same number twice, that of the class.

Bad
    # airflow-version: 3.2.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          EnvironmentClass: mw1.medium
          AirflowConfigurationOptions:
            celery.worker_autoscale: "10,2"  # <- here

Good
    # airflow-version: 3.2.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          EnvironmentClass: mw1.medium
          AirflowConfigurationOptions:
            celery.worker_autoscale: "10,10"
    ---
    # airflow-version: 3.2.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          EnvironmentClass: mw1.medium
"""

from collections.abc import Iterator

from mwaa_doctor.models.worker_slots import OPTION, WorkerSlots
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="info",
    covers=["worker-autoscale-equal-on-airflow3"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-apache-airflow-202.html",
)
def check(slots: WorkerSlots, target: Target) -> Iterator[Finding]:
    if target.airflow < (3,) or slots.option is None or slots.most <= slots.fewest:
        return
    yield Finding(
        slots.option,
        f"`{OPTION}` is `{slots.most},{slots.fewest}`, so a shrinking pool may end running tasks on Airflow 3",
        fix=f'Write `{OPTION}: "{slots.most},{slots.most}"`',
    )
