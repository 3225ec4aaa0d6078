"""The service-linked role of MWAA is gone.

Why
    MWAA makes log groups, VPC endpoints and network interfaces by `AWSServiceRoleForAmazonMWAA`, which the first
    environment of an account brings along. Without it changes of an environment fail.

Fix
    Make it again: `aws iam create-service-linked-role --aws-service-name airflow.amazonaws.com`.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "absent": [["iam:Role",
        "arn:aws:iam::111122223333:role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA"]],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}}
      ]
    }]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "iam:Role", "place": {"path": "snapshot.json"}, "body":
          {"RoleName": "AWSServiceRoleForAmazonMWAA"}, "key":
          "arn:aws:iam::111122223333:role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA"}
      ]
    }]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.template_text import join_texts
from mwaa_doctor.rule import Finding, Unknown, rule

ROLE = ":role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA"


@rule(
    severity="warning",
    covers=["service-linked-role-present"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-slr.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    snapshot = environment.snapshot
    if snapshot.source != "live":
        return
    account, partition = snapshot.account, snapshot.partition
    if isinstance(account, Unknown) or isinstance(partition, Unknown):
        raise Unknown("the account is not known")
    role = join_texts(("arn:", partition, ":iam::", account, ROLE))
    if snapshot.find("iam:Role", role) is None:
        yield Finding(environment, f"the service-linked role `{ROLE.rpartition('/')[2]}` does not exist")
