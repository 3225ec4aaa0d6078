"""A triggerer is to hold more deferred tasks than its class is made for.

Why
    A triggerer runs beside every scheduler and shares its processor. Above the capacity of the class its loop blocks,
    triggers fire late, and the scheduler suffers with it.

Fix
    Keep to the capacity of the class, add schedulers, or take a larger class.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.small
          AirflowConfigurationOptions:
            triggerer.default_capacity: "1000"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.small
          AirflowConfigurationOptions:
            triggerer.default_capacity: "60"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.environment_size import EnvironmentSize
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["triggerer-capacity"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(options: AirflowOptions, size: EnvironmentSize) -> Iterator[Finding]:
    option = options.find("triggerer.capacity") if options.options else None
    count = option.number() if option is not None else None
    capacity = size.row.trigger_capacity
    if option is not None and count is not None and capacity is not None and count > capacity:
        yield Finding(
            option,
            f"`{option.name}` is {count:g}, but a triggerer of {size.row.name} is made for {capacity}",
            evidence=(size.why,) if size.why else (),
        )
