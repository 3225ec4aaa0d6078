"""An option is set by the startup script and by the environment, to different values.

Why
    MWAA exports the configuration options after it has run the startup script, so the environment's value wins. Whoever
    changes the line of the script wonders why nothing happens.

Fix
    Keep the option in the environment's configuration options and delete the line of the script.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.default_task_retries: "2"  # <- here
    # startup.sh
    export AIRFLOW__CORE__DEFAULT_TASK_RETRIES=5

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.default_task_retries: "2"
    # startup.sh
    export AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY=60
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOption
from mwaa_doctor.models.startup_script import StartupScript, StartupSetting
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["startup-tunables-need-options"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(option: AirflowOption, project: Project) -> Iterator[Finding]:
    for script in StartupScript.subjects(project):
        for setting in script.settings:
            if setting.option == option.name and setting.name in script.exported and _differ(setting, option):
                place = setting.place
                yield Finding(
                    option,
                    f"`{option.name}` is set by the startup script too, whose value does not count",
                    evidence=(f"{place.path}:{place.line} exports `{setting.name}`",),
                )
                return


def _differ(setting: StartupSetting, option: AirflowOption) -> bool:
    return not isinstance(option.value, str) or setting.value != option.value
