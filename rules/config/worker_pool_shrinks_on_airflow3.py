"""On Airflow 3 the number of processes in a worker changes while tasks run.

Why
    When a worker's pool shrinks it can end a process with a task in it. The task fails without a log, and the worker's
    log says `WorkerLostError` with exit code 15. AWS advises two equal numbers.

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
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import PROPERTY
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.worker_slots import OPTION, WorkerSlots
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="info",
    covers=["worker-autoscale-equal-on-airflow3"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-apache-airflow-202.html",
)
def check(environment: Environment, slots: WorkerSlots, target: Target) -> Iterator[Finding]:
    if target.airflow < (3,) or slots.most <= slots.fewest:
        return
    given = f"`{OPTION}` is `{slots.most},{slots.fewest}`"
    yield Finding(
        slots.option or environment.at(PROPERTY, OPTION),
        f"{given}{'' if slots.option else ' by default'}, so a shrinking pool may end running tasks on Airflow 3",
        fix=f'Write `{OPTION}: "{slots.most},{slots.most}"`',
    )
