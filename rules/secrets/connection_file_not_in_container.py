"""A connection names a file at a place of the containers where MWAA puts none.

Why
    The DAG folder of the bucket lies at `/usr/local/airflow/dags`, unpacked plugins at `/usr/local/airflow/plugins`. A
    JDBC driver or a key file that is named elsewhere below `/usr/local/airflow` is not there when a task starts.

Fix
    Upload the file to the DAG folder, and name it by its path there.

Bad
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: "jdbc://db:3306/sales?drv_path=/usr/local/airflow/lib/db.jar&drv_clsname=x.Driver"  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend

Good
    # template.yaml
    Resources:
      Warehouse:
        Type: AWS::SecretsManager::Secret
        Properties:
          Name: airflow/connections/warehouse
          SecretString: "jdbc://db:3306/sales?drv_path=/usr/local/airflow/dags/lib/db.jar&drv_clsname=x.Driver"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import container
from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["jdbc-driver-in-dags"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/manage-connection-types.html",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    homes = tuple(f"{folder}/" for folder in (container().dags, container().plugins))
    for path in connection.says("Files") or ():
        if not path.startswith(f"{container().home}/") or path.startswith(homes):
            continue
        if connection.environment.get("StartupScriptS3Path"):
            raise Unknown("the startup script may put files there")
        yield Finding(
            connection.spot,
            f"nothing puts `{path}`, which the connection `{connection.name}` names, into the containers",
        )
