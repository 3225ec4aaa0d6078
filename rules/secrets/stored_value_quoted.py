"""The value of a secret stands in quotation marks.

Why
    Secrets Manager gives the text as it is. Airflow takes the marks for a part of it: a connection then has no type and
    no host, and a variable has the marks in its value, as in the guide's own example.

Fix
    Store the text without the marks.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub '"postgres://${Login}@warehouse:5432/sales"'  # <- here
      Stage:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/variables/stage
          SecretString: '"production"'  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      Login: {Type: String, NoEcho: true}

Good
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "postgres://${Login}@warehouse:5432/sales"
      Stage:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/variables/stage
          SecretString: production
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      Login: {Type: String, NoEcho: true}
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredSecret
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["secret-value-plain-text"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(secret: StoredSecret) -> Iterator[Finding]:
    if not secret.says("Quoted"):
        return
    if secret.kind == "connections":
        yield Finding(secret.spot, f"`{secret.secret}` holds no connection that Airflow can read: it stands in quotes")
    else:
        said = f"the marks around the value of `{secret.secret}` become a part of the variable"
        yield Finding(secret.spot, said, severity="info")
