"""The trust policy of the execution role does not say for which environment.

Why
    Without `aws:SourceArn` or `aws:SourceAccount` the service could be talked into using the role for an
    environment of another account, the confused deputy. The account alone leaves every environment of it.

Fix
    Add both conditions, as `mwaa-doctor policy trust` prints them.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow  # <- here
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn

    ---
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow  # <- here
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
                Condition: {StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}}
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
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
                Condition:
                  ArnLike:
                    aws:SourceArn: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:environment/prod"
                  StringEquals:
                    aws:SourceAccount: !Ref AWS::AccountId
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule

CLOSE, ACCOUNT = {"aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"}, "aws:sourceaccount"


@rule(
    severity="warning",
    covers=["trust-prevents-confused-deputy"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/cross-service-confused-deputy-prevention.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    for statement in role.trust.statements:
        names_mwaa = any(
            principal.kind == "Service" and str(principal.text).startswith(("airflow.", "airflow-env."))
            for principal in statement.principals or ()
        )
        given = {condition.key.lower() for condition in statement.conditions}
        if statement.effect != "Allow" or not names_mwaa or given & CLOSE:
            continue
        spot = role.spot(statement.place)
        if ACCOUNT in given:
            message = "the trust policy admits MWAA for any environment of the account, as it names no `aws:SourceArn`"
            yield Finding(spot, message, severity="info")
        else:
            message = "the trust policy admits MWAA on behalf of any account, as it names no `aws:SourceArn`"
            yield Finding(spot, message)
