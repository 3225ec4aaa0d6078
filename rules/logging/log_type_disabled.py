"""One kind of logs is not sent to CloudWatch.

Why
    Logs are the only sight into MWAA's containers. Without task logs the UI shows none, without scheduler logs a failed
    installation of requirements leaves no trace.

Fix
    Enable all five kinds, at level INFO.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          LoggingConfiguration:  # <- here
            TaskLogs:
              Enabled: true
              LogLevel: INFO
            SchedulerLogs:
              Enabled: false  # <- here
              LogLevel: INFO

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          LoggingConfiguration:
            DagProcessingLogs: {Enabled: true, LogLevel: INFO}
            SchedulerLogs: {Enabled: true, LogLevel: INFO}
            TaskLogs: {Enabled: true, LogLevel: INFO}
            WebserverLogs: {Enabled: true, LogLevel: INFO}
            WorkerLogs: {Enabled: true, LogLevel: INFO}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.log_settings import NEEDED, LogSettings
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["log-group-contents", "log-types-enabled", "startup-logs-enabled"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def check(environment: Environment, logs: LogSettings) -> Iterator[Finding]:
    missing = [kind for kind in logs.kinds if logs.enabled(kind) is None]
    settings = f"`{environment.written('Enabled', True)}` and `{environment.written('LogLevel', 'INFO')}`"
    for kind in logs.kinds:
        if logs.enabled(kind) is False:
            yield Finding(
                logs.at(kind, "Enabled"),
                f"`{kind}` are not sent to CloudWatch",
                fix=f"Write {settings}",
                severity=None if kind in NEEDED else "info",
            )
    if missing:
        names = ", ".join(f"`{kind}`" for kind in missing)
        yield Finding(
            environment.at("LoggingConfiguration"),
            f"{names} {'is' if len(missing) == 1 else 'are'} not set, so these logs are not sent to CloudWatch",
            fix=f"Add {', '.join(f'`{environment.written(kind)}`' for kind in missing)}, each with {settings}",
            severity=None if NEEDED & set(missing) else "info",
        )
