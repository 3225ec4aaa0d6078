"""The execution role may not read the secrets that the backend looks for.

Why
    Airflow asks Secrets Manager for every connection and variable as the execution role. Without
    `secretsmanager:GetSecretValue` on them all look-ups fail, and tasks fall back to the metadata database or
    fail.

Fix
    Allow `secretsmanager:GetSecretValue` on the secrets under the prefixes of the backend.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: secretsmanager:GetSecretValue
                    Resource: "arn:aws:secretsmanager:*:*:secret:other/*"  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections"}'

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
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
          ExecutionRoleArn: !GetAtt Role.Arn
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections"}'
"""

from collections.abc import Iterator

from mwaa_doctor.facts.execution_role import RolePermission
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.refusal import Refusal
from mwaa_doctor.models.secrets_backend import KINDS, SECRETS_MANAGER, SecretsBackend
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["role-reads-secrets"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(role: ExecutionRole, backend: SecretsBackend) -> Iterator[Finding]:
    if backend.option is None or backend.option.text != SECRETS_MANAGER:
        return
    doubts = []
    for kind in KINDS:
        prefix = backend.prefix(kind)
        if not prefix:
            continue
        wanted = RolePermission("", "", ("secretsmanager:GetSecretValue",), f"secret:{prefix}{backend.separator}")
        for found in role.refusals(wanted):
            if isinstance(found, Unknown):
                doubts.append(found.reason)
            elif isinstance(found, Refusal):
                place = found.nearest.place if found.nearest is not None else role.place
                yield Finding(
                    role.spot(place),
                    f"the execution role may not read the secrets under `{prefix}`",
                    evidence=(role.shown(f"no statement allows {found.action} on {found.resource}"),),
                    cause="secrets",
                )
    if doubts:
        raise Unknown(doubts[0])
