"""An option of Airflow is set by the startup script and by the environment.

Why
    The environment's configuration options are applied after the script. The variable of the script has no effect,
    however often it is changed.

Fix
    Set the option in one place: `AirflowConfigurationOptions`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: startup.sh
          AirflowConfigurationOptions:
            core.default_timezone: utc
    # startup.sh
    export AIRFLOW__CORE__DEFAULT_TIMEZONE=Europe/Berlin  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          StartupScriptS3Path: startup.sh
          AirflowConfigurationOptions:
            core.default_timezone: utc
    # startup.sh
    export AIRFLOW__CORE__DEFAULT_TASK_RETRIES=2
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["startup-tunables-need-options"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(environment: Environment, project: Project) -> Iterator[Finding]:
    settings = [
        (script, setting)
        for script in StartupScript.subjects(project)
        for setting in script.settings
        if setting.option and setting.name in script.exported
    ]
    if not settings:
        return
    options = environment.get("AirflowConfigurationOptions") or {}
    for _script, setting in settings:
        if any(str(name).lower() == setting.option for name in options):
            yield Finding(
                setting,
                f"`{setting.name}` has no effect, the environment sets `{setting.option}`",
                evidence=(f"{environment.at('AirflowConfigurationOptions', setting.option).place.path} sets it",),
                cause=setting.name,
            )
