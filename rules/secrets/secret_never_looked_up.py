"""A secret is meant for Airflow, and Airflow never asks for it.

Why
    The backend asks for exactly one name: prefix, separator, and the id of the connection or variable. A secret whose
    name differs in a letter, or which the look-up pattern leaves out, is not found, and the task fails with
    `The conn_id isn't defined`.

Fix
    Give the secret the name that is asked for, or set `connections_prefix` or the look-up pattern accordingly.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connection/warehouse  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    ---
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_lookup_pattern": "^prod_"}'

Good
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
      Unrelated:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: billing/database
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredSecrets
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["secret-names-follow-prefix"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(secrets: StoredSecrets) -> Iterator[Finding]:
    for kind, record, name in secrets.left_out():
        pattern = f"{kind}_lookup_pattern"
        yield Finding(
            record.at("Name"), f"`{pattern}` leaves out `{name}`, so that `{record.body['Name']}` is not read"
        )
    for record, wanted in secrets.misnamed():
        yield Finding(
            record.at("Name"),
            f"Airflow does not ask for the secret `{record.body['Name']}`: it asks for `{wanted}`",
            fix=f"Name it `{wanted}`",
        )
