"""The execution role has a policy that lets it write and delete all secrets.

Why
    `SecretsManagerReadWrite` grants every action of Secrets Manager on every secret of the account. Airflow
    reads those under its prefixes only.

Fix
    Detach the policy, and allow `secretsmanager:GetSecretValue` on the secrets of the backend.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          ManagedPolicyArns:
            - arn:aws:iam::aws:policy/SecretsManagerReadWrite  # <- here
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: cloudwatch:PutMetricData
                    Resource: "*"
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
          ManagedPolicyArns:
            - arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: cloudwatch:PutMetricData
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["role-secrets-policy-too-wide"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(role: ExecutionRole) -> Iterator[Finding]:
    for index, _ in enumerate(role.record.items("AttachedManagedPolicies")):
        arn = str(role.record.text("AttachedManagedPolicies", index, "PolicyArn"))
        if arn.endswith(":policy/SecretsManagerReadWrite"):
            yield Finding(
                role.at("AttachedManagedPolicies", index),
                "`SecretsManagerReadWrite` lets every DAG read, change and delete all secrets of the account",
            )
