"""Somebody who may change environments needs no second factor.

Why
    A password or key that gets out is then enough to change the environment, or everything, as the root user.

Fix
    Enable MFA for the root user and for IAM users, or use roles with short sessions instead of users.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "iam:AccountSummary", "key": "111122223333", "place": {"path": "snapshot.json"}, "body":
          {"AccountMFAEnabled": 0}}
      ]
    }]}
    ---
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3"}},
        {"kind": "iam:User", "key": "arn:aws:iam::111122223333:user/sam", "place": {"path": "snapshot.json"},
          "body": {"UserName": "sam", "Arn": "arn:aws:iam::111122223333:user/sam", "MFADevices": [],
            "UserPolicyList": [{"PolicyName": "update", "PolicyDocument": {"Version": "2012-10-17", "Statement":
              {"Effect": "Allow", "Action": "airflow:UpdateEnvironment", "Resource": "*"}}}]}}
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
        {"kind": "iam:AccountSummary", "key": "111122223333", "place": {"path": "snapshot.json"}, "body":
          {"AccountMFAEnabled": 1}},
        {"kind": "iam:User", "key": "arn:aws:iam::111122223333:user/sam", "place": {"path": "snapshot.json"},
          "body": {"UserName": "sam", "Arn": "arn:aws:iam::111122223333:user/sam", "MFADevices": [{}],
            "UserPolicyList": [{"PolicyName": "update", "PolicyDocument": {"Version": "2012-10-17", "Statement":
              {"Effect": "Allow", "Action": "airflow:UpdateEnvironment", "Resource": "*"}}}]}}
      ]
    }]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_user import EnvironmentUser
from mwaa_doctor.rule import Finding, rule

CHANGES = ("airflow:CreateEnvironment", "airflow:UpdateEnvironment", "airflow:DeleteEnvironment")


@rule(
    severity="info",
    covers=["account-hygiene"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/security-iam.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    for summary in environment.snapshot.known("iam:AccountSummary"):
        if summary.get("AccountMFAEnabled") == 0:
            yield Finding(summary, "the root user of the account has no MFA")
    for user in EnvironmentUser.subjects(environment):
        if user.record.kind != "iam:User" or user.record.raw("MFADevices") is None or user.record.items("MFADevices"):
            continue
        (arn,) = user.resources("environment")[0]
        found = next((action for action in CHANGES if user.allowing(action, arn) is not None), None)
        if found:
            yield Finding(user, f"the user `{user.record.body.get('UserName')}` has `{found}` and no MFA")
