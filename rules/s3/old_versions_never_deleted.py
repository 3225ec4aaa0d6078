"""Old versions in the bucket are kept for ever.

Why
    The bucket must keep versions, and every upload of a DAG leaves one more. Nobody sees them, all of them are paid
    for, and a listing of versions grows slower with each.

Fix
    Add a lifecycle rule with `NoncurrentVersionExpiration` (`NoncurrentDays` 30, and `NewerNoncurrentVersions` so
    that the versions of plugins, requirements and startup script in use stay) and `ExpiredObjectDeleteMarker`.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "SourceBucketArn":
           "arn:aws:s3:::dags-of-sales", "DagS3Path": "dags"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "dags-of-sales", "Versioning": {"Status": "Enabled"}, "Lifecycle": [{"ID": "logs", "Status":
           "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}]}}
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
           "arn:aws:s3:::dags-of-sales", "DagS3Path": "dags"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "dags-of-sales", "Versioning": {"Status": "Enabled"}, "Lifecycle": [{"ID": "old", "Status":
           "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 30,
           "NewerNoncurrentVersions": 5}}]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["noncurrent-versions-expire"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-delete.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    record = bucket.record
    if bucket.environment.snapshot.source != "live" or record.get("Versioning", "Status") != "Enabled":
        return
    rules = record.items("Lifecycle")
    if any(row.get("Status") == "Enabled" and row.get("NoncurrentVersionExpiration") for row in rules):
        return
    yield Finding(record.at("Lifecycle"), f"no lifecycle rule ever deletes old versions in `{bucket.name}`")
