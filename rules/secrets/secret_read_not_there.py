"""Code reads a secret that does not exist.

Why
    `get_secret_value` takes the exact name. Without such a secret it raises `ResourceNotFoundException`: at module
    level the whole file fails to load, in a task every run of it.

Fix
    Make the secret, or correct the name.

Bad
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["secretsmanager:Secret"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "sales", "AirflowVersion": "2.10.3"}},
        {"kind": "secretsmanager:Secret", "key": "partner", "place": {"path": "snapshot.json"}, "body": {
          "Name": "partners/sales"}}]}]}
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]
    # dags/load.py
    import boto3
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def ask():
            return boto3.client("secretsmanager").get_secret_value(SecretId="partner/sales")  # <- here

        ask()

    load()

Good
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["secretsmanager:Secret"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "sales", "AirflowVersion": "2.10.3"}},
        {"kind": "secretsmanager:Secret", "key": "partner", "place": {"path": "snapshot.json"}, "body": {
          "Name": "partners/sales"}}]}]}
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]
    # dags/load.py
    import boto3
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def load():
        @task
        def ask():
            return boto3.client("secretsmanager").get_secret_value(SecretId="partners/sales")

        ask()

    load()
"""

from collections.abc import Iterator

from mwaa_doctor.config import nearest
from mwaa_doctor.models.aws_tasks import calls_of_clients
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["direct-secret-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-secrets-manager.html",
)
def check(environment: Environment, folders: DagFolders) -> Iterator[Finding]:
    reads = [call for call in calls_of_clients(folders) if call.method == "get_secret_value"]
    if not reads:
        return
    names = {str(record.get("Name")) for record in environment.snapshot.all("secretsmanager:Secret")}
    for call in reads:
        name = call.text("SecretId")
        here = call.region in ("", environment.snapshot.region)
        if name is None or name.startswith("arn:") or not here or name in names:
            continue
        yield Finding(
            call.file.place_of(call.call.node),
            f"there is no secret `{name}`{nearest(name, names)}",
            resource=environment.resource,
        )
