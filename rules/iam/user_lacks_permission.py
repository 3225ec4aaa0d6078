"""Somebody may not do what he is there for.

Why
    By default nobody may do anything with MWAA. Who creates environments also needs rights in EC2, S3, KMS and IAM,
    since MWAA makes endpoints, interfaces, grants and a role on his behalf. What is missing shows as an environment
    that fails after half an hour, or as a page of the console that stays empty.

Fix
    Add the statements that the finding prints.

Bad
    # template.yaml
    Resources:
      Deployer:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: deploy
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:CreateEnvironment  # <- here
                    Resource: "*"
                  - Effect: Allow
                    Action: iam:PassRole
                    Resource: "*"
                    Condition: {StringLike: {iam:PassedToService: airflow.amazonaws.com}}
                  - Effect: Allow
                    Action: [iam:CreateServiceLinkedRole, "ec2:Describe*", s3:GetEncryptionConfiguration]
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          SourceBucketArn: arn:aws:s3:::airflow-prod
    ---
    # mwaa-doctor.toml
    [[environments]]
    environment = "prod.json"

    [[environments.users]]
    name = "analysts"
    policies = ["analysts.json"]
    duties = ["logs"]
    # prod.json
    {"Environment": {"Name": "prod", "Arn": "arn:aws:airflow:eu-west-1:111122223333:environment/prod"}}
    # analysts.json
    {"Version": "2012-10-17", "Statement": [
      {
        "Effect": "Allow", "Action": ["logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:GetLogEvents"],
        "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:airflow-prod-*"  # <- here
      }
    ]}

Good
    # template.yaml
    Resources:
      Deployer:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: deploy
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:CreateEnvironment
                    Resource: "*"
                  - Effect: Allow
                    Action: iam:PassRole
                    Resource: "*"
                    Condition: {StringLike: {iam:PassedToService: airflow.amazonaws.com}}
                  - Effect: Allow
                    Action: [iam:CreateServiceLinkedRole, "ec2:Describe*", s3:GetEncryptionConfiguration]
                    Resource: "*"
                  - Effect: Allow
                    Action: [ec2:CreateVpcEndpoint, ec2:CreateNetworkInterface]
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          SourceBucketArn: arn:aws:s3:::airflow-prod
    ---
    # mwaa-doctor.toml
    [[environments]]
    environment = "prod.json"

    [[environments.users]]
    name = "analysts"
    policies = ["analysts.json"]
    duties = ["logs"]
    # prod.json
    {"Environment": {"Name": "prod", "Arn": "arn:aws:airflow:eu-west-1:111122223333:environment/prod"}}
    # analysts.json
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": ["logs:Describe*", "logs:Get*", "logs:Filter*"], "Resource": "*"}
    ]}
"""

import json
from collections.abc import Iterator
from typing import Any

from mwaa_doctor.facts.user_permissions import UserPermission, duties, user_permissions
from mwaa_doctor.models.environment_user import EnvironmentUser
from mwaa_doctor.models.iam.refusal import Refusal
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="warning",
    covers=[
        "api-policy-complete", "console-policy-complete", "customer-key-creator-permissions",
        "deployers-may-write-bucket", "log-readers-permission", "read-only-policy",
    ],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)  # fmt: skip
def check(user: EnvironmentUser) -> Iterator[Finding]:
    open_questions: list[str] = []
    for duty in user.duties:
        missing: list[tuple[UserPermission, list[Refusal], list[str]]] = []
        for permission in user_permissions(duty):
            try:
                found = _refused(user, permission) if user.needs(permission) else ([], [], [])
            except Unknown as unknown:
                open_questions.append(unknown.reason)
                continue
            refused, kinds, reasons = found
            open_questions.extend(reasons)
            if refused:
                missing.append((permission, refused, kinds))
        if missing:
            yield _finding(user, duty, missing)
    if open_questions:
        raise Unknown("; ".join(dict.fromkeys(open_questions)))


def _refused(user: EnvironmentUser, permission: UserPermission) -> tuple[list[Refusal], list[str], list[str]]:
    """What is refused, on which kinds of resource, and why some could not be judged."""
    refused: list[Refusal] = []
    kinds, reasons = [], []
    for kind in permission.resources:
        answers = list(user.refusals(permission.actions, kind))
        reasons += [item.reason for item in answers if isinstance(item, Unknown)]
        here = [item for item in answers if isinstance(item, Refusal)]
        if here:
            kinds.append(kind)
            refused += here
    return refused, kinds, reasons


def _finding(
    user: EnvironmentUser, duty: str, missing: list[tuple[UserPermission, list[Refusal], list[str]]]
) -> Finding:
    evidence, statements = [], []
    for permission, refused, kinds in missing:
        actions = list(dict.fromkeys(item.action for item in refused))
        resources = [user.shown(user.grant(kind)) for kind in kinds]
        statement: dict[str, Any] = {"Effect": "Allow", "Action": actions, "Resource": resources}
        statements.append(json.dumps(statement))
        named = ", ".join(f"`{action}`" for action in actions)
        denied = next((item.decision.reason for item in refused if item.decision.answer == "explicit-deny"), "")
        why = denied or f"no statement allows {named} on {', '.join(f'`{resource}`' for resource in resources)}"
        evidence.append(f"to {permission.purpose}: {why}")
    near = next((item.nearest for _, refused, _ in missing for item in refused if item.nearest is not None), None)
    element = user.creation
    place = element.place if element is not None else near.place if near is not None else user.place
    *others, last = [permission.purpose for permission, _, _ in missing]
    purposes = f"{', '.join(others)} and {last}" if others else last
    serious = any(permission.severity == "error" for permission, _, _ in missing)
    return Finding(
        user.spot(place),
        f"`{user.resource}` {duties()[duty]}, but may not {purposes}",
        evidence=tuple(evidence),
        fix=f"Add {', '.join(statements)}",
        severity="error" if serious else None,
    )
