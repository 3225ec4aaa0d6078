"""The name of the execution role is not one that IAM takes.

Why
    A role name has at most 64 characters of letters, digits and `+=,.@-_`. The stack fails with any other.

Fix
    Shorten the name, or leave it out: CloudFormation makes one.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          RoleName: "exec role"  # <- here
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: cloudwatch:PutMetricData
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          RoleName: exec-role
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: cloudwatch:PutMetricData
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["role-name-valid"],
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    name = role.record.text("RoleName")
    if isinstance(name, str) and not re.fullmatch(r"[\w+=,.@-]{1,64}", name, re.ASCII):
        yield Finding(role.at("RoleName"), f"`{name}` is no name of a role: at most 64 letters, digits and `+=,.@-_`")
