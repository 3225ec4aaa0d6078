"""Something else writes into the environment's bucket.

Why
    Whoever may write into this bucket may bring code to the environment. Other services and their permissions do
    not belong there; the guide asks for a bucket of its own.

Fix
    Send these objects to another bucket, and let the pipeline alone write into this one.

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
        {"kind": "s3:BucketTop", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Files": [], "Folders": ["dags/", "AWSLogs/"]}}
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
        {"kind": "s3:BucketTop", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Files": ["requirements.txt"], "Folders": ["dags/", "plugins/", "data/"]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

WRITERS = {
    "AWSLogs/": "logs of AWS services",
    "athena-results/": "results of Athena",
    "aws-athena-query-results/": "results of Athena",
    "elasticmapreduce/": "logs of EMR",
    "temporary/": "scratch files of Glue",
    "terraform.tfstate": "a state of Terraform",
}


@rule(
    severity="info",
    covers=["bucket-used-only-for-mwaa"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/security-best-practices.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    snapshot = bucket.environment.snapshot
    if snapshot.source != "live":
        return
    top = snapshot.find("s3:BucketTop", bucket.name)
    if top is None:
        return
    seen = [name for name in (*top.items("Folders"), *top.items("Files")) if name in WRITERS]
    if seen:
        what = ", ".join(f"`{name}` ({WRITERS[name]})" for name in seen)
        yield Finding(bucket.environment, f"the bucket `{bucket.name}` also holds {what}")
