"""The value of the option is outside of what AWS advises.

Why
    The environment works, but worse: the message says what suffers.

Fix
    Keep to the advised range, or delete the option to get the default.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            scheduler.min_file_process_interval: "5"  # <- here
            scheduler.scheduler_zombie_task_threshold: "60"  # <- here
            celery.sync_parallelism: "0"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            scheduler.min_file_process_interval: "60"
            scheduler.dag_dir_list_interval: "600"
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["dag-dir-list-interval", "min-file-process-interval", "sync-parallelism", "zombie-threshold-low"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(option: AirflowOption, options: AirflowOptions) -> Iterator[Finding]:
    for advice in facts.option_advice():
        if option.name not in options.reference.spellings(advice.option):
            continue
        number = option.number()
        if number is None or number < 0:
            return  # what Airflow cannot take at all is a finding of its own
        low = advice.minimum is not None and number < advice.minimum
        high = advice.maximum is not None and number > advice.maximum
        if low or high:
            bound = advice.minimum if low else advice.maximum
            yield Finding(
                option,
                f"`{option.name}` is {number:g}, {'below' if low else 'above'} the {bound} that AWS advises",
                evidence=(advice.why,),
                fix=f'Write `{option.name}: "{bound}"` or delete the option',
                severity=advice.severity,
            )
