"""A policy for creating environments lets any role be passed to any service.

Why
    Who may pass every role to every service has the permissions of all of them. MWAA needs the execution role
    passed to itself only.

Fix
    Name the role, or add `StringLike iam:PassedToService airflow.amazonaws.com`.

Bad
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: airflow:CreateEnvironment
                Resource: "*"
              - Effect: Allow
                Action: iam:PassRole  # <- here
                Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: airflow:CreateEnvironment
                Resource: "*"
              - Effect: Allow
                Action: iam:PassRole
                Resource: "*"
                Condition:
                  StringLike:
                    iam:PassedToService: airflow.amazonaws.com
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
    ---
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::ManagedPolicy
        Properties:
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: airflow:UpdateEnvironment
                Resource: "*"
              - Effect: Allow
                Action: iam:PassRole
                Resource: arn:aws:iam::111122223333:role/exec
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule

NEED = ("airflow:createenvironment", "airflow:updateenvironment")


@rule(
    severity="warning",
    covers=["passrole-limited-to-mwaa"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    statements = [statement for statement in document.policy.statements if statement.effect == "Allow"]
    actions = [str(action).lower() for statement in statements for action in statement.actions]
    if not any(read_pattern(action, True, False).matches(need) is Truth.YES for action in actions for need in NEED):
        return
    for statement in statements:
        if statement.conditions or all(str(resource) != "*" for resource in statement.resources or ()):
            continue
        for action in statement.actions:
            if str(action).lower() == "iam:passrole":
                yield Finding(document.at(action.place), f"{statement.name} passes any role to any service")
