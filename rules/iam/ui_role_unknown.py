"""A policy lets people log in with a role that Airflow on MWAA does not have.

Why
    The last part of the resource is one of `Admin`, `Op`, `User`, `Viewer` and `Public`. With another name, a
    custom Airflow role included, nobody gets in.

Fix
    Name one of the five; give custom roles in Airflow itself to users who log in as `Public`.

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
                Resource: arn:aws:airflow:us-east-1:111122223333:role/prod/Analyst  # <- here
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
                Action: [airflow:CreateWebLoginToken, airflow:InvokeRestApi]
                Resource: arn:aws:airflow:us-east-1:111122223333:role/prod/Viewer
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule

ROLES = ("Admin", "Op", "User", "Viewer", "Public")


@rule(
    severity="error",
    covers=["ui-login-role-name", "ui-login-resource-form"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement in document.policy.statements:
        for resource in statement.resources or ():
            _, marker, path = str(resource).partition(":role/")
            name = path.partition("/")[2]
            if not marker or ":airflow:" not in str(resource) or not name or any(mark in name for mark in "*?$"):
                continue
            if name not in ROLES:
                yield Finding(
                    document.at(resource.place),
                    f"`{name}` is no role that people can log in with: {', '.join(ROLES)}",
                )
