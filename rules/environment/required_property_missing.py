"""A property without which no environment can be created is missing.

Why
    CloudFormation's own schema asks for the name alone, so neither it nor cfn-lint says a word. The API refuses the
    environment, and the stack rolls back.

Fix
    Add the property.

Bad
    # template.yaml
    Resources:
      Airflow:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          NetworkConfiguration:  # <- here
            SubnetIds:
              - subnet-0a1b2c3d4e5f60718
              - subnet-0a1b2c3d4e5f60719
          LoggingConfiguration:
            TaskLogs:  # <- here
              Enabled: true

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
          NetworkConfiguration:
            SecurityGroupIds:
              - sg-0a1b2c3d4e5f60718
            SubnetIds:
              - subnet-0a1b2c3d4e5f60718
              - subnet-0a1b2c3d4e5f60719
          LoggingConfiguration:
            TaskLogs:
              Enabled: true
              LogLevel: INFO
"""

from collections.abc import Iterator, Mapping

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.service_model import refusals, shown_path
from mwaa_doctor.models.snapshot import Step
from mwaa_doctor.rule import Finding, rule

_NETWORK = "NetworkConfiguration"
_MEMBERS = ("SubnetIds", "SecurityGroupIds")


@rule(
    severity="error",
    covers=["environment-required-properties", "log-level-valid"],
    source="https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    body = environment.record.body
    missing: list[tuple[Step, ...]] = [found.path for found in refusals(body) if found.kind == "missing"]
    network = body.get(_NETWORK)
    if isinstance(network, Mapping):
        # The model of the API calls them optional, the service does not create an environment without them.
        missing.extend((_NETWORK, name) for name in _MEMBERS if network.get(name) is None)
    for path in missing:
        form = facts.property_form(path)
        yield Finding(
            environment.at(*path[:-1]),
            f"`{shown_path(path)}` is not set, and AWS creates no environment without it",
            evidence=(f"ValidationException: Value null at '{shown_path(path)}': Member must not be null",),
            fix=f"Add `{environment.written(str(path[-1]))}`" + (f", {form.form}" if form else ""),
        )
