"""The execution role is granted its permissions in another Region.

Why
    The environment, its queue and its log groups are in one Region. A policy that was copied from another
    grants nothing there.

Fix
    Write the environment's Region, or `${AWS::Region}`.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: "sqs:*"
                    Resource: arn:aws:sqs:us-east-1:*:airflow-celery-*  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
          KmsKey: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: "sqs:*"
                    Resource: arn:aws:sqs:eu-west-1:*:airflow-celery-*
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
          KmsKey: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.arn import parse_arn
from mwaa_doctor.rule import Finding, Unknown, rule

OWN = re.compile(
    r"arn:[^:]+:(?:airflow:([^:*?$]+):[^:]*:environment/|logs:([^:*?$]+):[^:]*:log-group:airflow-|"
    r"sqs:([^:*?$]+):[^:]*:airflow-celery-)"
)


@rule(
    severity="warning",
    covers=["role-regions-and-account-agree"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    region = role.environment.snapshot.region
    if not isinstance(region, str):
        key = role.environment.record.raw("KmsKey")
        arn = parse_arn(key) if isinstance(key, str) else None
        if arn is None:
            raise Unknown("the Region of the environment is known on deployment only")
        region = arn.region
    named = [
        (resource, next(filter(None, found.groups())))
        for policy in role.policies
        for statement in policy.statements
        for resource in statement.resources or ()
        if (found := OWN.match(str(resource)))
    ]
    if any(there == region for _, there in named):
        return
    for resource, there in named:
        yield Finding(
            role.spot(resource.place),
            f"`{resource}` is in `{there}`, the environment in `{region}`",
            cause=there,
        )
