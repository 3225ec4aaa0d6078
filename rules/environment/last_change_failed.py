"""The environment is not as it was asked to be: its last change failed.

Why
    After a failed update the old settings hold, though template and console show what was asked for. An environment
    that could not be created, or has become unavailable, runs nothing.

Fix
    Cure the cause that AWS names and repeat the change; an environment that could not be created is deleted and made
    again, one that is `UNAVAILABLE` needs AWS Support.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "UPDATE_FAILED", "AirflowVersion": "2.10.3", "LastUpdate": {"Status":
           "FAILED", "Error": {"ErrorCode": "INCORRECT_CONFIGURATION", "ErrorMessage":
           "requirements.txt failed"}}}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "LastUpdate": {"Status":
           "SUCCESS"}}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

MEANING = {
    "CREATE_FAILED": "it was never created, and can only be deleted",
    "UPDATE_FAILED": "it runs with its former settings",
    "ROLLING_BACK": "it goes back to its former version",
    "UNAVAILABLE": "it runs nothing",
    "DELETE_FAILED": "parts of it are left",
}


@rule(
    severity="error",
    covers=["environment-status-meaning", "version-change-rolls-back", "class-change-failed"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/upgrading-environment.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    status = environment.get("Status")
    if status not in MEANING:
        return
    code, message = (environment.get("LastUpdate", "Error", name) for name in ("ErrorCode", "ErrorMessage"))
    told = tuple(str(part) for part in (code, message) if part)
    yield Finding(
        environment, f"the environment is `{status}`: {MEANING[status]}", evidence=(": ".join(told),) if told else ()
    )
