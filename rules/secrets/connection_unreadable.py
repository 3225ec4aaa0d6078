"""The secret of a connection holds a text that Airflow cannot take for the connection.

Why
    Airflow reads a URI or a JSON object. In a URI, login, password and whatever follows `?` are percent-encoded: a `/`
    or `#` in a password ends the part that it stands in. The first task that uses the connection fails, or goes to
    another host.

Fix
    Encode each part with `urllib.parse.quote_plus`, or take the text that `Connection.get_uri()` gives.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "postgres://loader:${First}/${Second}@warehouse:5432/sales"  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      First: {Type: String, NoEcho: true}
      Second: {Type: String, NoEcho: true}

Good
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "postgres://loader:${First}%2F${Second}@warehouse:5432/sales"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      First: {Type: String, NoEcho: true}
      Second: {Type: String, NoEcho: true}
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["connection-uri-encoded"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#uri-format",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    fault = connection.says("Fault")
    if fault:
        yield Finding(connection.spot, f"`{connection.secret}` holds no connection that Airflow can read: {fault}")
