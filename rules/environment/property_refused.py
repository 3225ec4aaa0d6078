"""The MWAA API does not take the value of a property.

Why
    CloudFormation and Terraform pass most values on as they are. The API answers with a ValidationException, and the
    stack rolls back after everything before the environment has been created.

Fix
    Write a value of the form that the message names.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: 2nd-platform  # <- here
          SourceBucketArn: arn:aws:s3:::example-airflow/  # <- here
          DagS3Path: dags
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          WebserverAccessMode: PRIVATE  # <- here
          WeeklyMaintenanceWindowStart: SUN:03:15  # <- here
          NetworkConfiguration:
            SecurityGroupIds:
              - sg-0a1b2c3d4e5f60718
            SubnetIds:  # <- here
              - subnet-0a1b2c3d4e5f60718
          LoggingConfiguration:
            TaskLogs:
              Enabled: true
              LogLevel: TRACE  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: platform-2
          SourceBucketArn: arn:aws:s3:::example-airflow
          DagS3Path: dags
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          WebserverAccessMode: PRIVATE_ONLY
          WeeklyMaintenanceWindowStart: SUN:03:30
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

from collections.abc import Iterator
from difflib import get_close_matches

from mwaa_doctor import facts
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.service_model import Refusal, refusals
from mwaa_doctor.rule import Finding, rule

_OPTIONS = frozenset({"AirflowConfigurationOptions"})  # names and values of options are judged in the family config


@rule(
    severity="error",
    covers=[
        "access-mode-value-fits-version",
        "bucket-uri-without-trailing-slash",
        "environment-enum-and-patterns",
        "environment-name-valid",
        "log-level-valid",
        "maintenance-window-format",
        "security-group-count",
        "worker-replacement-strategy",
    ],
    source="https://docs.aws.amazon.com/mwaa/latest/API/API_CreateEnvironment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    for refusal in refusals(environment.record.body, leave_out=_OPTIONS):
        if refusal.kind == "missing" or (refusal.kind == "range" and refusal.value > 0):
            continue  # missing properties and counts beyond the class's limits are findings of their own
        form = facts.property_form(refusal.path)
        wanted = _wanted(refusal, form)
        yield Finding(
            environment.at(*refusal.path),
            f"`{refusal.name}` {_what(refusal)}, which AWS refuses" + (f": it is {form.form}" if form else ""),
            evidence=(f"ValidationException: {refusal.answer}",),
            fix=wanted,
        )


def _what(refusal: Refusal) -> str:
    if refusal.kind == "count":
        return f"has {refusal.value} members"
    if refusal.kind == "type":
        return f"is a {type(refusal.value).__name__}"
    shown = str(refusal.value)
    return f"is `{shown if len(shown) <= 80 else shown[:77] + '...'}`" if shown else "is empty"


def _wanted(refusal: Refusal, form: facts.PropertyForm | None) -> str | None:
    if refusal.allowed:
        near = get_close_matches(str(refusal.value).upper(), refusal.allowed, 1, 0.5)
        last = refusal.path[-1]
        return f"Write `{last}: {near[0]}`" if near else f"Write one of {', '.join(refusal.allowed)}"
    if form is not None and form.example is not None:
        return f"Write for example `{form.example}`"
    return None
