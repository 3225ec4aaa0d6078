"""Who creates or updates environments may not pass the execution role to MWAA.

Why
    IAM asks for `iam:PassRole` whenever a role is given to a service. Without it the call ends with AccessDenied, and
    a stack rolls back.

Fix
    Allow `iam:PassRole` on the execution role, with `iam:PassedToService` `airflow.amazonaws.com`.

Bad
    # template.yaml
    Resources:
      Execution:
        Type: AWS::IAM::Role
        Properties: {RoleName: airflow-prod}
      Deployer:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: deploy
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [airflow:CreateEnvironment, airflow:UpdateEnvironment]  # <- here
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Execution.Arn
    ---
    # template.yaml
    Resources:
      Execution:
        Type: AWS::IAM::Role
        Properties: {RoleName: airflow-prod}
      Deployer:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: deploy
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:UpdateEnvironment
                    Resource: "*"
                  - Effect: Allow
                    Action: iam:PassRole
                    Resource: !GetAtt Execution.Arn
                    Condition:
                      StringEquals: {iam:PassedToService: ecs-tasks.amazonaws.com}  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Execution.Arn

Good
    # template.yaml
    Resources:
      Execution:
        Type: AWS::IAM::Role
        Properties: {RoleName: airflow-prod}
      Deployer:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: deploy
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [airflow:CreateEnvironment, airflow:UpdateEnvironment]
                    Resource: "*"
            - PolicyName: pass
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: iam:PassRole
                    Resource: !GetAtt Execution.Arn
                    Condition:
                      StringLike: {iam:PassedToService: airflow*.amazonaws.com}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Execution.Arn
"""

import json
from collections.abc import Iterator

from mwaa_doctor.models.environment_user import EnvironmentUser
from mwaa_doctor.rule import Finding, Unknown, rule

ACTION, SERVICE = "iam:PassRole", "airflow.amazonaws.com"


@rule(
    severity="error",
    covers=["passrole-for-execution-role"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(user: EnvironmentUser) -> Iterator[Finding]:
    creates = bool({"create", "console"} & set(user.duties))
    element = user.creation or user.update
    if not creates and (user.update is None or next(user.refusals(["airflow:UpdateEnvironment"], "environment"), None)):
        return
    for found in user.refusals([ACTION], "execution-role"):
        if isinstance(found, Unknown):
            raise found
        role = user.shown(found.resource)
        near = found.nearest
        place = near.place if near is not None else element.place if element is not None else user.place
        statement = {
            "Effect": "Allow",
            "Action": ACTION,
            "Resource": role,
            "Condition": {"StringEquals": {"iam:PassedToService": SERVICE}},
        }
        verb = "create" if creates else "update"
        why = (
            f"{found.decision.reason}"
            if found.decision.answer == "explicit-deny"
            else f"no statement allows `{ACTION}` on `{role}`"
        )
        evidence = (
            [f"the closest is {near.statement.name} of {near.policy.name}, {user.shown(near.why)}"] if near else []
        )
        yield Finding(
            user.spot(place),
            f"`{user.resource}` may {verb} environments, but not pass the execution role to MWAA: {why}",
            evidence=tuple(evidence),
            fix=f"Add {json.dumps(statement)}",
            severity=None if creates else "warning",
        )
