"""More processes parse DAG files than the scheduler's processor carries.

Why
    A scheduler runs two threads per virtual CPU and needs one of them itself. Further parsing processes take the time
    from scheduling, heartbeats are missed and schedulers restart.

Fix
    Keep to the limit of the class, or take a larger class.

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
            scheduler.parsing_processes: "8"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.medium
          AirflowConfigurationOptions:
            scheduler.parsing_processes: "3"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.environment_size import EnvironmentSize
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["parsing-processes-limit"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(options: AirflowOptions, size: EnvironmentSize) -> Iterator[Finding]:
    option = options.find("scheduler.parsing_processes") if options.options else None
    count = option.number() if option is not None else None
    if option is None or count is None:
        return
    most = size.row.parsing_processes
    if most is None:
        raise Unknown(f"how many parsing processes {size.row.name} carries is not documented")
    if count > most:
        yield Finding(
            option,
            f"`{option.name}` is {count:g}, but a scheduler of {size.row.name} carries {most}",
            evidence=(
                f"2 threads for each of {size.row.scheduler_vcpu} virtual CPUs, one of them for scheduling",
                *((size.why,) if size.why else ()),
            ),
            fix=f'Write `{option.name}: "{most}"` or delete the option',
        )
