"""A grant that MWAA gave itself on the key is gone.

Why
    MWAA works with a key of the customer by four grants that it makes itself. Where one has been revoked or retired,
    containers can no longer read what is encrypted, and the environment breaks.

Fix
    Nothing brings a grant of MWAA back from outside: ask AWS Support, or make the environment again.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "KmsKey":
           "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666"}},
        {"kind": "kms:Key", "key":
          "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666",
      "place": {"path": "snapshot.json"}, "body":
          {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666", "KeyManager":
           "CUSTOMER", "Grants": [{"Name": "mwaa-grant-for-env-mgmt-role-sales"}, {"Name":
           "mwaa-grant-for-lambda-exec-sales"}, {"Name": "mwaa-grant-for-cfn-mgmt-sales"}]}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "KmsKey":
           "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666"}},
        {"kind": "kms:Key", "key":
          "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666",
      "place": {"path": "snapshot.json"}, "body":
          {"Arn": "arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-22bb-33cc-44dd-5555eeee6666", "KeyManager":
           "CUSTOMER", "Grants": [{"Name": "mwaa-grant-for-env-mgmt-role-sales"}, {"Name":
           "mwaa-grant-for-lambda-exec-sales"}, {"Name": "mwaa-grant-for-cfn-mgmt-sales"}, {"Name":
           "mwaa-fargate-access-for-sales"}]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

GRANTS = (
    "mwaa-grant-for-env-mgmt-role-{}",
    "mwaa-grant-for-lambda-exec-{}",
    "mwaa-grant-for-cfn-mgmt-{}",
    "mwaa-fargate-access-for-{}",
)


@rule(
    severity="error",
    covers=["kms-grants-of-mwaa-present"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
    confidence="medium",
)
def check(environment: Environment) -> Iterator[Finding]:
    name = environment.get("KmsKey")
    if name is None or environment.snapshot.source != "live" or environment.get("Status") != "AVAILABLE":
        return
    key = environment.snapshot.find("kms:Key", name)
    if key is None:
        return
    there = {grant.get("Name") for grant in key.items("Grants")}
    missing = [grant for grant in (pattern.format(environment.name) for pattern in GRANTS) if grant not in there]
    if missing:
        names = ", ".join(f"`{grant}`" for grant in missing)
        yield Finding(environment, f"the key lacks grants that MWAA made for the environment: {names}")
