"""A lifecycle rule of the bucket will delete a version of a file that the environment uses.

Why
    The environment uses the version that it names, also when newer ones have been uploaded. Rules that expire older
    versions delete it all the same, and the next container or update cannot read it.

Fix
    Give the environment the newest version, or leave the file out of the rule.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "SourceBucketArn":
           "arn:aws:s3:::dags-of-sales", "RequirementsS3Path": "requirements.txt",
           "RequirementsS3ObjectVersion": "v1"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "dags-of-sales", "Lifecycle": [{"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix":
           ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}},
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v1", "LatestVersionId": "v2",
           "VersionExists": true}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "SourceBucketArn":
           "arn:aws:s3:::dags-of-sales", "RequirementsS3Path": "requirements.txt",
           "RequirementsS3ObjectVersion": "v1"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "dags-of-sales", "Lifecycle": [{"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix":
           "logs/"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}},
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v1", "LatestVersionId": "v2",
           "VersionExists": true}}
      ]}]}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.models.deployed_file import DeployedFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["lifecycle-spares-pinned-version"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-delete.html",
)
def check(file: DeployedFile) -> Iterator[Finding]:
    record = file.record
    if record is None or file.version in (None, record.get("LatestVersionId")) or record.get("VersionExists") is False:
        return
    bucket = file.environment.snapshot.find("s3:Bucket", file.bucket)
    for row in bucket.items("Lifecycle") if bucket is not None else ():
        expiration = row.get("NoncurrentVersionExpiration") or {}
        if row.get("Status") == "Enabled" and "NoncurrentDays" in expiration and _is_meant(row, file.key):
            yield Finding(
                file,
                f"the lifecycle rule `{row.get('ID')}` deletes the version of `{file.key}` in use, `{file.version}`",
                evidence=(f"older versions are deleted {expiration['NoncurrentDays']} days after a newer one came",),
            )
            return


def _is_meant(row: Mapping[str, Any], key: str) -> bool:
    """Whether a rule surely holds for a key; what depends on tags, sizes or the number of versions is left out."""
    chosen = row.get("Filter") or {}
    if set(chosen) - {"Prefix"} or row["NoncurrentVersionExpiration"].get("NewerNoncurrentVersions"):
        return False
    return key.startswith(str(chosen.get("Prefix") or row.get("Prefix") or ""))
