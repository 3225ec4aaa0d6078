"""A policy lets people log in to Airflow with any role.

Why
    A wildcard for the Airflow role includes `Admin`, who sees every connection and variable.

Fix
    Name the role: `arn:aws:airflow:REGION:ACCOUNT:role/ENVIRONMENT/User`, as `mwaa-doctor policy ui` prints it.

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
                Action: airflow:CreateWebLoginToken
                Resource: "*"  # <- here
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
                Action: airflow:CreateWebLoginToken
                Resource: arn:aws:airflow:us-east-1:111122223333:role/prod/*  # <- here
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
                Action: airflow:CreateWebLoginToken
                Resource: arn:aws:airflow:us-east-1:111122223333:role/*  # <- here
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
                Action: airflow:CreateWebLoginToken
                Resource: arn:aws:airflow:us-east-1:111122223333:role/*/Viewer
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
                Action: airflow:CreateWebLoginToken
                Resource: arn:aws:airflow:us-east-1:111122223333:role/prod/User
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

LOG_IN = ("airflow:createweblogintoken", "airflow:invokerestapi")


@rule(
    severity="warning",
    covers=["ui-login-role-wildcard"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement in document.policy.statements:
        if statement.effect != "Allow" or not any(str(action).lower() in LOG_IN for action in statement.actions):
            continue
        for resource in statement.resources or ():
            _, marker, path = str(resource).partition(":role/")
            role = _role_in(path) if marker else str(resource)
            pattern = read_pattern(role, True, False)
            if all(pattern.matches(name) is Truth.YES for name in ("Admin", "Public")):
                yield Finding(document.at(resource.place), f"`{resource}` lets people log in as `Admin`")


def _role_in(path: str) -> str:
    """The pattern for the role in what follows ``role/``: a wildcard in place of the environment reaches on."""
    environment, slash, role = path.partition("/")
    return role if slash else "*" if environment.endswith("*") else ""
