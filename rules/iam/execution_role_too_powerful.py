"""The execution role may do everything, or everything in a service that MWAA uses.

Why
    Every DAG runs as this role. Who can upload a file can do what the role can.

Fix
    Grant the actions and resources that are needed; `mwaa-doctor policy execution-role` prints what MWAA itself needs.

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
                  - Effect: Allow  # <- here
                    Action: "*"
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
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: cloudwatch:PutMetricData
                    Resource: "*"
                  - Effect: Allow
                    Action: "s3:*"
                    Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["role-least-privilege"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-security.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    for policy in role.policies:
        for statement in policy.statements:
            if statement.effect != "Allow" or statement.not_resource or statement.not_action or statement.conditions:
                continue
            if all(str(resource) != "*" for resource in statement.resources or ()):
                continue
            for action in statement.actions:
                text = str(action)
                if text in ("*", "*:*") or text.lower() in (
                    "iam:*",
                    "s3:*",
                    "kms:*",
                    "sts:*",
                    "secretsmanager:*",
                    "airflow:*",
                ):
                    yield Finding(
                        role.spot(statement.place),
                        f"{statement.name} of {policy.name} allows `{text}` on every resource",
                    )
                    break
