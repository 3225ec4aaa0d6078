"""Somebody who is to see some DAGs only may log in with another role of Airflow as well.

Why
    Who logs in as `Public` sees the DAGs that roles made in Airflow itself give him. `User`, `Viewer`, `Op` and
    `Admin` see every DAG, and it is the user who chooses.

Fix
    Leave `role/ENVIRONMENT/Public` alone.

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
                    Action: airflow:CreateWebLoginToken
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/Public"
                  - Effect: Allow  # <- here
                    Action: airflow:CreateWebLoginToken
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/*"
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
                    Action: airflow:CreateWebLoginToken
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/dev/*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
    ---
    # template.yaml
    Resources:
      Everybody:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: choose
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:CreateWebLoginToken
                    Resource:
                      - !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/Public"
                      - !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:role/prod/Viewer"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_user import LOG_IN, EnvironmentUser
from mwaa_doctor.rule import Finding, rule

SEE_EVERYTHING = ("Admin", "Op", "User", "Viewer")


@rule(
    severity="error",
    covers=["dag-restriction-public-only"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/limit-access-to-dags.html",
)
def check(user: EnvironmentUser) -> Iterator[Finding]:
    declared = "some-dags" in user.declared_duties
    public = user.public_login
    if not declared and public is None:
        return
    for role in SEE_EVERYTHING:
        found = user.allowing(LOG_IN, user.login(role))
        if found is None or (not declared and found[1] is public):
            continue
        policy, statement = found
        yield Finding(
            user.spot(statement.place),
            f"`{user.resource}` is to see some DAGs only, but may log in as `{role}`, who sees all",
            evidence=(f"{statement.name} of {policy.name} allows it",),
            severity=None if declared else "warning",
        )
        return
