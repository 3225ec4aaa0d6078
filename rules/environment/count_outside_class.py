"""The number of workers, web servers or schedulers is not possible with the environment's class.

Why
    The model of the API knows only a lower bound, so templates pass every check of their syntax. The service answers
    that the count must lie within the limits of the class, and `mw1.micro` takes nothing but one of each.

Fix
    Keep to the limits that the message names, take a larger class, or ask for a higher quota where AWS grants one.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          MaxWorkers: 60  # <- here
          MaxWebservers: 1  # <- here
          Schedulers: 1  # <- here
      Tiny:
        Type: AWS::MWAA::Environment
        Properties:
          Name: tiny-platform
          EnvironmentClass: mw1.micro
          MinWebservers: 2  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          MinWorkers: 1
          MaxWorkers: 25
          MinWebservers: 2
          MaxWebservers: 4
          Schedulers: 2
      Tiny:
        Type: AWS::MWAA::Environment
        Properties:
          Name: tiny-platform
          EnvironmentClass: mw1.micro
          MaxWorkers: 1
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_size import COUNTS, EnvironmentSize
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["scheduler-count-range", "webserver-count-range", "worker-count-range"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(environment: Environment, size: EnvironmentSize) -> Iterator[Finding]:
    if not any(environment.record.body.get(name) is not None for name in COUNTS):
        return
    row = size.row
    for name in COUNTS:
        count = size.given(name)
        if count is None:
            continue
        least, most = size.limits(name)
        if least <= count <= most:
            continue
        if count < 1 and name != "Schedulers":
            continue  # below what the API takes at all, which is a finding of its own
        limits = f"only {least}" if least == most else f"{least} to {most}"
        raised = row.workers_quota_max if name == "MaxWorkers" else None
        where = environment.at(name)
        if raised is not None and most < count <= raised:
            yield Finding(
                where,
                f"`{name}` is {count}, more than the {most} workers that accounts have without a higher quota",
                fix=f"Ask for a higher quota first, or write `{name}: {most}`",
                severity="warning",
            )
            continue
        yield Finding(
            where,
            f"`{name}` is {count}, but {row.name} takes {limits}",
            evidence=(size.why,) if size.why else (),
            fix=f"Write `{name}: {least if count < least else most}`",
        )
