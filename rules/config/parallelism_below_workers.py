"""`core.parallelism` lets fewer tasks run than the workers could take.

Why
    The option limits the running tasks of each scheduler. Below what the workers carry together they idle while tasks
    wait, and further workers only cost money. MWAA's own default leaves half as much again.

Fix
    Delete the option, or raise it.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.large
          MaxWorkers: 10
          AirflowConfigurationOptions:
            core.parallelism: "32"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.large
          MaxWorkers: 10
          AirflowConfigurationOptions:
            core.parallelism: "150"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.worker_slots import WorkerSlots
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["parallelism-below-capacity"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(options: AirflowOptions, slots: WorkerSlots) -> Iterator[Finding]:
    option = options.named("core.parallelism")
    limit = option.number() if option is not None else None
    if option is None or limit is None or limit < 1:
        return
    schedulers = slots.size.count("Schedulers")
    if limit * schedulers >= slots.total:
        return
    needed = -(-slots.total // schedulers)
    yield Finding(
        option,
        f"`{option.name}` of {limit:g} with {schedulers} schedulers lets {limit * schedulers:g} tasks run, "
        f"but the workers carry {slots.total}",
        evidence=(f"{slots.size.count('MaxWorkers')} workers with {slots.most} tasks each",),
        fix=f'Write `{option.name}: "{needed}"` or more, or delete the option',
    )
