"""A policy grants every action of MWAA on everything.

Why
    `airflow:*` on `*` holds `CreateWebLoginToken` and `CreateCliToken`: whoever has it is `Admin` in Airflow,
    though the guide calls it API access without the web interface.

Fix
    Grant the actions that are needed, or deny the two.

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
                Action: "airflow:*"  # <- here
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
                Action: [airflow:CreateEnvironment, airflow:UpdateEnvironment, airflow:GetEnvironment]
                Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["airflow-star-includes-ui"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-policies.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement in document.policy.statements:
        if statement.effect != "Allow" or all(str(resource) != "*" for resource in statement.resources or ()):
            continue
        for action in statement.actions:
            if str(action).lower() == "airflow:*":
                yield Finding(
                    document.at(action.place),
                    f"{statement.name} makes whoever has it `Admin` of every environment: `airflow:*` holds the log-in",
                )
