"""The secret of a connection is rotated.

Why
    The functions that AWS offers for rotation write a JSON object with names of their own, and change the password of
    the database. A connection that was stored as a URI is lost with the first rotation.

Fix
    Let the function write what Airflow reads, or turn rotation off: `aws secretsmanager cancel-rotate-secret`.

Bad
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "sales", "AirflowConfigurationOptions": {
          "secrets.backend": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"}}},
        {"kind": "secretsmanager:Secret", "key": "db", "place": {"path": "snapshot.json", "line": 8}, "body": {
          "Name": "airflow/connections/db", "RotationEnabled": true}}]}]}  # <- here
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

Good
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "sales", "AirflowConfigurationOptions": {
          "secrets.backend": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"}}},
        {"kind": "secretsmanager:Secret", "key": "db", "place": {"path": "snapshot.json", "line": 8}, "body": {
          "Name": "airflow/connections/db"}}]}]}
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]
"""

from collections.abc import Iterator

from mwaa_doctor.models.stored_secrets import StoredConnection
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["secret-rotation-and-key"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(connection: StoredConnection) -> Iterator[Finding]:
    if connection.record.get("RotationEnabled") is True:
        yield Finding(connection.record.at("RotationEnabled"), f"the connection `{connection.name}` is rotated")
