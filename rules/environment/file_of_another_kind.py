"""A path names a file of another kind than the property is for.

Why
    MWAA unpacks what `PluginsS3Path` names, gives what `RequirementsS3Path` names to pip and runs what
    `StartupScriptS3Path` names with bash. Paths that are mixed up break the environment only after it has been created.

Fix
    Name the archive, the text file and the script by the property that is meant for each.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          PluginsS3Path: requirements.txt  # <- here
          RequirementsS3Path: plugins.zip  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          PluginsS3Path: releases/42/plugins.zip
          RequirementsS3Path: requirements-2.10.txt
          StartupScriptS3Path: startup.sh
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.support_files import SUPPORT_FILES
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["startup-script-is-sh-in-bucket"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    for file in SUPPORT_FILES:
        value = environment.record.body.get(file.path_property)
        if not isinstance(value, str) or not value or value.endswith(("/", file.ending)):
            continue
        message = f"`{file.path_property}` is `{value}`, but MWAA expects a file that ends in `{file.ending}`"
        yield Finding(environment.at(file.path_property), message)
