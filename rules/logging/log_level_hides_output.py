"""The level of task or scheduler logs hides what one needs in trouble.

Why
    Task logs below WARNING, which is nearly all that tasks write, do not reach CloudWatch, so the UI shows empty logs.
    The output of pip is written to the scheduler's logs at INFO: above that nobody sees why requirements failed.

Fix
    Set `LogLevel: INFO`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          RequirementsS3Path: requirements.txt
          LoggingConfiguration:
            TaskLogs:
              Enabled: true
              LogLevel: ERROR  # <- here
            SchedulerLogs:
              Enabled: true
              LogLevel: WARNING  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          LoggingConfiguration:
            TaskLogs:
              Enabled: true
              LogLevel: INFO
            SchedulerLogs:
              Enabled: true
              LogLevel: WARNING
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.log_settings import LogSettings
from mwaa_doctor.rule import Finding, rule

_HIDING = frozenset({"WARNING", "ERROR", "CRITICAL"})


@rule(
    severity="warning",
    covers=["install-and-startup-streams", "scheduler-logs-at-info-for-installs", "task-logs-at-info"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def check(environment: Environment, logs: LogSettings) -> Iterator[Finding]:
    hidden = {"TaskLogs": "so the UI shows next to nothing of a task"}
    if environment.record.body.get("RequirementsS3Path"):
        hidden["SchedulerLogs"] = "so the output of the requirements' installation is not kept"
    for kind, effect in hidden.items():
        level = logs.level(kind)
        if logs.enabled(kind) and level in _HIDING:
            message = f"`{kind}` are kept from {level} on, {effect}"
            fix = f"Write `{environment.written('LogLevel', 'INFO')}`"
            yield Finding(logs.at(kind, "LogLevel"), message, fix=fix)
