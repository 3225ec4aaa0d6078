"""The log that the startup script writes to is switched off.

Why
    The script's output goes to the log group of each component. Where that log is off, a script that fails leaves no
    trace, and one has to guess why a variable or a library is missing.

Fix
    Enable the logs of scheduler, worker and web server at level INFO.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: startup.sh
          LoggingConfiguration:
            SchedulerLogs: {Enabled: true, LogLevel: INFO}
            WorkerLogs: {Enabled: false}  # <- here
            WebserverLogs: {Enabled: true, LogLevel: INFO}

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: startup.sh
          LoggingConfiguration:
            SchedulerLogs: {Enabled: true, LogLevel: INFO}
            WorkerLogs: {Enabled: true, LogLevel: INFO}
            WebserverLogs: {Enabled: true, LogLevel: INFO}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_LOGS = {"SchedulerLogs": "scheduler", "WorkerLogs": "worker", "WebserverLogs": "web server"}


@rule(
    severity="warning",
    covers=["startup-logs-enabled"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    if not environment.get("StartupScriptS3Path"):
        return
    for key, name in _LOGS.items():
        if environment.get("LoggingConfiguration", key, "Enabled") not in (True, "true"):
            where = environment.at("LoggingConfiguration", key, "Enabled")
            yield Finding(where, f"the {name}'s log is off, so the startup script leaves no trace there", cause="log")
