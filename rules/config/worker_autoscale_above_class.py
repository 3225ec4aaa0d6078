"""Each worker takes more tasks at once than its class is made for.

Why
    A worker takes tasks up to this number whether or not it has memory for them. Tasks beyond that are killed without
    a word in their log, and with them those that ran beside.

Fix
    Delete the option, lower its first number, or take a larger class.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          AirflowConfigurationOptions:
            celery.worker_autoscale: "20,20"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          AirflowConfigurationOptions:
            celery.worker_autoscale: "5,5"
"""

from collections.abc import Iterator

from mwaa_doctor.models.worker_slots import WorkerSlots
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["worker-autoscale-above-default"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(slots: WorkerSlots) -> Iterator[Finding]:
    row = slots.size.row
    if slots.option is None or slots.most <= slots.default:
        return
    each = row.worker_ram_gb * 1024 // slots.most
    yield Finding(
        slots.option,
        f"`{slots.option.name}` lets a worker run {slots.most} tasks, but {row.name} is made for {slots.default}",
        evidence=(
            f"a worker has {row.worker_ram_gb} GB, which leaves {each} MB for each of {slots.most} tasks",
            *((slots.size.why,) if slots.size.why else ()),
        ),
        fix=f'Write `{slots.option.name}: "{slots.default},{min(slots.fewest, slots.default)}"` or delete the option',
    )
