"""The environment has a property that AWS does not know.

Why
    CloudFormation refuses the whole stack because of an extraneous key, and tools that pass it over leave the setting
    without effect.

Fix
    Write the name as the message says, or delete the property.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
          DagsS3Path: dags  # <- here
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          LoggingConfiguration:
            WebServerLogs:  # <- here
              Enabled: true
              LogLevel: INFO

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
          DagS3Path: dags
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          LoggingConfiguration:
            WebserverLogs:
              Enabled: true
              LogLevel: INFO
"""

from collections.abc import Iterator
from difflib import get_close_matches

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.service_model import shown_path, strangers
from mwaa_doctor.rule import Finding, Unknown, rule

_NEAR = 0.87


@rule(
    severity="error",
    covers=["environment-enum-and-patterns"],
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-mwaa-environment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    strange = []
    for found in strangers(environment.record.body):
        name = str(found.path[-1])
        by_lower = {known.lower(): known for known in found.known}
        near = get_close_matches(name.lower(), by_lower, 1, _NEAR)
        if not near:
            strange.append(shown_path(found.path))
            continue
        yield Finding(
            environment.at(*found.path),
            f"`{shown_path(found.path)}` is no property of an environment",
            evidence=("CloudFormation answers that the extraneous key is not permitted",),
            fix=f"Write `{by_lower[near[0]]}`",
        )
    if strange:
        raise Unknown(f"`{', '.join(strange)}`: not in the model of the API that this botocore has, it may be newer")
