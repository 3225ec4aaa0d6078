"""A connection holds an access key of AWS.

Why
    A key does not expire, and everybody who writes DAGs can read it. On MWAA the execution role is there without any
    connection, and other roles are taken on by it.

Fix
    Leave login and password out, and name the role: `aws://?role_arn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Floader`.

Bad
    # template.yaml
    Resources:
      Partner:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/partner
          SecretString: !Sub '{"conn_type": "aws", "login": "AKIAIOSFODNN7EXAMPLE", "password": "${Key}"}'  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      Key: {Type: String, NoEcho: true}

Good
    # template.yaml
    Resources:
      Partner:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/partner
          SecretString: '{"conn_type": "aws", "extra": {"role_arn": "arn:aws:iam::111122223333:role/loader"}}'
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["access-keys-in-connection"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    if connection.says("HasAccessKey"):
        yield Finding(connection.spot, f"the connection `{connection.name}` holds an access key of AWS")
