"""Somebody who is to see some DAGs only cannot look up the address of the web interface.

Why
    The guide has him ask `aws mwaa get-environment` for the address, which the guide's own policy does not allow.

Fix
    Tell him the address, or allow `airflow:GetEnvironment` on the environment.

Bad
    # template.yaml
    Resources:
      Analyst:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: some-dags
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:CreateWebLoginToken  # <- here
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/Public"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      Analyst:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: some-dags
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:CreateWebLoginToken
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/Public"
                  - Effect: Allow
                    Action: airflow:GetEnvironment
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_user import LOG_IN, EnvironmentUser
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="info",
    covers=["dag-restriction-get-environment"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/limit-access-to-dags.html",
)
def check(user: EnvironmentUser) -> Iterator[Finding]:
    public = user.public_login
    if public is None:
        return
    for found in user.refusals(["airflow:GetEnvironment"], "environment"):
        if isinstance(found, Unknown):
            raise found
        action = next(action for action in public.actions if str(action).lower() == LOG_IN.lower())
        message = f"`{user.resource}` logs in as `Public`, but may not look up the address of the environment"
        yield Finding(user.spot(action.place), message)
