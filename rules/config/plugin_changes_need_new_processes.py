"""Tasks run in processes that do not see changed plugins.

Why
    MWAA starts a new Python for every task, so that a task sees the plugins as they are. Forked processes keep the
    plugins that the worker loaded at its start, until it is replaced.

Fix
    Delete the option; `True` is the default of MWAA.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          PluginsS3Path: plugins.zip
          AirflowConfigurationOptions:
            core.execute_tasks_new_python_interpreter: "False"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowConfigurationOptions:
            core.execute_tasks_new_python_interpreter: "False"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_OPTION = "core.execute_tasks_new_python_interpreter"


@rule(
    severity="warning",
    covers=["execute-tasks-new-interpreter"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(environment: Environment, options: AirflowOptions) -> Iterator[Finding]:
    option = options.named(_OPTION)
    if option is not None and option.truth() is False and environment.record.body.get("PluginsS3Path"):
        yield Finding(option, f"`{_OPTION}` is `{option.text}`, so running workers keep the plugins they began with")
