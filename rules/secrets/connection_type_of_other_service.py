"""A connection of type Amazon Web Services goes to the port of a database.

Why
    The guide tells readers to take the type Amazon Web Services for SQL Server. The hook for SQL Server then gets a
    connection whose fields mean something else, and every task that names the type's hook fails.

Fix
    Write `mssql` as the type of the connection, and install `apache-airflow-providers-microsoft-mssql`.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: !Sub "aws://${Login}@warehouse:1433/sales"  # <- here
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
          SecretString: !Sub "mssql://${Login}@warehouse:1433/sales"
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

from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, rule

SQL_SERVER = 1433


@rule(
    severity="warning",
    covers=["connection-fields-of-samples"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-sql-server.html",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    if connection.says("Type") == "aws" and connection.says("Port") == SQL_SERVER:
        yield Finding(
            connection.spot,
            f"the connection `{connection.name}` is of type `aws` and goes to port {SQL_SERVER}, that of SQL Server",
        )
