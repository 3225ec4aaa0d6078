"""Code asks for the token of an environment that does not exist.

Why
    A DAG that starts DAGs of another environment names it. Without such an environment in the account and Region the
    call raises `ResourceNotFoundException`, in every run of the task.

Fix
    Correct the name, or give the client the Region of that environment.

Bad
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["mwaa:EnvironmentName"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {"Name": "sales"}},
        {"kind": "mwaa:EnvironmentName", "key": "sales", "place": {"path": "snapshot.json"}, "body": {"Name": "sales"}},
        {"kind": "mwaa:EnvironmentName", "key": "stock", "place": {"path": "snapshot.json"}, "body": {"Name": "stock"}}
      ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]
    # dags/start.py
    import boto3
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def start():
        @task
        def token():
            return boto3.client("mwaa").create_cli_token(Name="stocks")  # <- here

        token()

    start()

Good
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "listed": ["mwaa:EnvironmentName"],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body": {"Name": "sales"}},
        {"kind": "mwaa:EnvironmentName", "key": "sales", "place": {"path": "snapshot.json"}, "body": {"Name": "sales"}},
        {"kind": "mwaa:EnvironmentName", "key": "stock", "place": {"path": "snapshot.json"}, "body": {"Name": "stock"}}
      ]}]}
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    snapshots = ["snapshot.json"]
    # dags/start.py
    import boto3
    from airflow.decorators import dag, task

    @dag(schedule=None)
    def start():
        @task
        def token():
            boto3.client("mwaa", region_name="us-east-1").create_cli_token(Name="stocks")
            return boto3.client("mwaa").create_cli_token(Name="stock")

        token()

    start()
"""

from collections.abc import Iterator

from mwaa_doctor.config import nearest
from mwaa_doctor.models.aws_tasks import calls_of_clients
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

METHODS = ("create_cli_token", "create_web_login_token", "invoke_rest_api")


@rule(
    severity="error",
    covers=["remote-trigger-target-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-invoke-dag.html",
)
def check(environment: Environment, folders: DagFolders) -> Iterator[Finding]:
    asked = [call for call in calls_of_clients(folders) if call.client == "mwaa" and call.method in METHODS]
    if not asked:
        return
    names = {str(record.get("Name")) for record in environment.snapshot.all("mwaa:EnvironmentName")}
    for call in asked:
        name = call.text("Name")
        if name is not None and name not in names and call.region in ("", environment.snapshot.region):
            said = f"there is no environment `{name}` in {environment.snapshot.region}{nearest(name, names)}"
            yield Finding(call.file.place_of(call.call.node), said, resource=environment.resource)
