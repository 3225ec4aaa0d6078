"""The fewest workers or web servers are more than the most.

Why
    The number moves between the two, so the service refuses an environment whose minimum is above its maximum. A value
    that is not set has a default: one worker at least, ten at most, two web servers.

Fix
    Lower the minimum or raise the maximum.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          MinWorkers: 12  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.small
          MinWorkers: 12
          MaxWorkers: 15
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_size import EnvironmentSize
from mwaa_doctor.rule import Finding, rule

_PAIRS = (("MinWorkers", "MaxWorkers"), ("MinWebservers", "MaxWebservers"))


@rule(
    severity="error",
    covers=["min-workers-not-above-max", "webserver-count-range"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-autoscaling.html",
)
def check(environment: Environment, size: EnvironmentSize) -> Iterator[Finding]:
    for minimum, maximum in _PAIRS:
        if size.given(minimum) is None or (size.given(maximum) is None and maximum == "MaxWebservers"):
            continue  # the manual gives two defaults for the most web servers
        fewest, most = size.count(minimum), size.count(maximum)
        if fewest > most and fewest <= size.limits(minimum)[1]:
            default = " by default" if size.given(maximum) is None else ""
            yield Finding(
                environment.at(minimum),
                f"`{minimum}` is {fewest}, more than `{maximum}`, which is {most}{default}",
                fix=f"Write `{maximum}: {fewest}` or lower `{minimum}`",
            )
