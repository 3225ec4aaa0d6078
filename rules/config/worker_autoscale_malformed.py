"""`celery.worker_autoscale` is not two numbers, the most tasks first.

Why
    Celery reads `most,fewest`. Anything else stops the workers at their start, or lets them begin with the wrong number
    of processes.

Fix
    Write the most, a comma, and the fewest.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowConfigurationOptions:
            celery.worker_autoscale: "0,5"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowConfigurationOptions:
            celery.worker_autoscale: "5,0"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.worker_slots import OPTION, read_autoscale
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["worker-autoscale-form"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(options: AirflowOptions) -> Iterator[Finding]:
    option = options.named(OPTION)
    if option is None:
        return
    pair = read_autoscale(option.text)
    if pair is None:
        yield Finding(option, f"`{OPTION}` is `{option.text}`, but it is two whole numbers with a comma, such as `5,0`")
    elif pair[0] < pair[1]:
        yield Finding(
            option,
            f"`{OPTION}` is `{option.text}`: the most tasks come first, and {pair[0]} is less than {pair[1]}",
            fix=f'Write `{OPTION}: "{pair[1]},{pair[0]}"`',
        )
