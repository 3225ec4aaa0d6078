"""The path of plugins, requirements or startup script is set without an object version.

Why
    MWAA takes such a file in once. A new upload under the same key changes nothing until the environment is updated
    with the new object version, and a template without the version has nothing to update.

Fix
    Set the version beside the path, in CloudFormation as a parameter, in Terraform from `aws_s3_object`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          RequirementsS3Path: requirements.txt  # <- here

Good
    # template.yaml
    Parameters:
      RequirementsVersion:
        Type: String
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          RequirementsS3Path: requirements.txt
          RequirementsS3ObjectVersion: !Ref RequirementsVersion
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.support_files import SUPPORT_FILES
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["support-file-version-set"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    body = environment.record.body
    for file in SUPPORT_FILES:
        version = body.get(file.version_property)
        if body.get(file.path_property) in (None, ""):
            continue
        if version == "null":
            message = f"`{file.version_property}` is `null`, which is no version in a bucket with versioning"
            yield Finding(environment.at(file.version_property), message, severity="error")
        elif version in (None, ""):
            yield Finding(
                environment.at(file.path_property),
                f"`{file.path_property}` is set without `{file.version_property}`, so a new upload has no effect",
                fix=f"Set `{environment.written(file.version_property)}` to the version of the object",
            )
