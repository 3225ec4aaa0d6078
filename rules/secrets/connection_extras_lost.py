"""A part of the URI of a connection is lost, or has a name that nothing reads.

Why
    Extras follow a `?` and are joined by `&`. Without the `?` Airflow takes them for a part of the schema, what stands
    after a bare `#` is left out, and the guide's own JDBC examples misspell the names of the extras. The connection is
    made, without what was given.

Fix
    Write `?` before the first extra, `%23` for `#`, and the names that the provider reads.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "jdbc://${User}@db:3306/sales&drv_path=/usr/lib/x.jar&drv_clsname=x.Driver"  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      User: {Type: String, NoEcho: true}

Good
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "jdbc://${User}@db:3306/sales?drv_path=/usr/lib/x.jar&drv_clsname=x.Driver"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
    Parameters:
      User: {Type: String, NoEcho: true}
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["connection-uri-query"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/manage-connection-types.html",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    lost = connection.says("Lost")
    if lost:
        yield Finding(connection.spot, f"a part of the connection `{connection.name}` is lost: {lost}")
    for wrong, right in (connection.says("Misspelt") or {}).items():
        yield Finding(
            connection.spot, f"nothing reads `{wrong}` of the connection `{connection.name}`", fix=f"Write `{right}`"
        )
