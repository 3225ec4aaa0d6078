"""The path of the DAGs or of a file is an address, not a key of the bucket.

Why
    The console takes `s3://` addresses and turns them into keys. The API, CloudFormation and Terraform take the path as
    it is: there is no object of that name, the environment is created without the file or fails after half an hour.

Fix
    Write the key alone, relative to the bucket of `SourceBucketArn`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
          DagS3Path: /dags  # <- here
          RequirementsS3Path: s3://example-airflow/requirements.txt  # <- here
          PluginsS3Path: plugins/  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
          DagS3Path: dags/
          RequirementsS3Path: config/requirements.txt
          PluginsS3Path: plugins.zip
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.support_files import SUPPORT_FILES
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Finding, rule

_SCHEMES = ("s3://", "s3a://", "https://", "arn:")


@rule(
    severity="error",
    covers=["s3-path-is-a-bucket-key"],
    source="https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    for name in ("DagS3Path", *(file.path_property for file in SUPPORT_FILES)):
        value = environment.record.body.get(name)
        if isinstance(value, TemplateText):
            first, last = value.parts[0], value.parts[-1]
        elif isinstance(value, str) and value:
            first = last = value
        else:
            continue
        begins = first if isinstance(first, str) else ""
        ends = last if isinstance(last, str) else ""
        if begins.lower().startswith(_SCHEMES):
            kind = "an address"
        elif begins.startswith("/"):
            kind = "a path with a slash before it"
        elif ends.endswith("/") and name != "DagS3Path":
            kind = "a folder, not a file"
        else:
            continue
        key = _key(value) if isinstance(value, str) else None
        yield Finding(
            environment.at(name),
            f"`{name}` is `{value}`, {kind}; AWS takes it for the key of an object",
            fix=f"Write `{name}: {key}`" if key else None,
        )


def _key(value: str) -> str:
    for scheme in ("s3://", "s3a://"):
        if value.lower().startswith(scheme):
            return value[len(scheme) :].partition("/")[2]
    if value.startswith("arn:"):
        return value.rpartition(":")[2].partition("/")[2]
    return "" if value.endswith("/") or "://" in value else value.lstrip("/")
