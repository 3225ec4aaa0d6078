"""The execution role may read some secrets only, in a version of Airflow on MWAA where that does not work.

Why
    Up to Airflow 2.0.2 the backend on MWAA cannot work with access that is limited by the tags or the names of
    secrets.

Fix
    Move to a newer version, or allow `secretsmanager:GetSecretValue` on `*` until then.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: secrets
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: secretsmanager:GetSecretValue
                    Resource: "arn:aws:secretsmanager:*:*:secret:airflow/*"  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.0.2
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    ---
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: secrets
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: secretsmanager:GetSecretValue
                    Resource: "*"
                    Condition:
                      StringEquals: {secretsmanager:ResourceTag/team: airflow}  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.0.2
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: secrets
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: secretsmanager:GetSecretValue
                    Resource: "arn:aws:secretsmanager:*:*:secret:airflow/*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    ---
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: secrets
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: secretsmanager:GetSecretValue
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.0.2
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.policy import Statement
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.models.secrets_backend import SECRETS_MANAGER, SecretsBackend
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target

LAST, ACTION = (2, 0, 2), "secretsmanager:getsecretvalue"


@rule(
    severity="error",
    covers=["secret-tag-condition-on-2-0"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(role: ExecutionRole, backend: SecretsBackend, target: Target) -> Iterator[Finding]:
    if backend.option is None or backend.option.text != SECRETS_MANAGER or target.airflow > LAST:
        return
    reading = [statement for policy in role.policies for statement in policy.statements if _reads(statement)]
    doubt = next((doubt for policy in role.policies for doubt in policy.doubts), "")
    if any(not _is_limited(statement) for statement in reading):
        return
    if doubt:
        raise Unknown(doubt)
    for statement in reading:
        place = next((condition.place for condition in statement.conditions), None)
        resource = next((resource.place for resource in statement.resources or ()), statement.place)
        yield Finding(
            role.spot(place or resource),
            f"{statement.name} limits which secrets the role may read: Airflow {target.airflow} then reads none",
        )


def _reads(statement: Statement) -> bool:
    named = any(
        read_pattern(str(action).lower(), True, False).matches(ACTION) is Truth.YES for action in statement.actions
    )
    return statement.effect == "Allow" and named is not statement.not_action


def _is_limited(statement: Statement) -> bool:
    everything = any(str(resource) == "*" for resource in statement.resources or ())
    by_tag = any("resourcetag/" in condition.key.lower() for condition in statement.conditions)
    return by_tag or not everything or statement.not_resource
