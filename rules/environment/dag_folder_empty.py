"""The folder of the bucket that the environment takes its DAGs from holds none.

Why
    MWAA copies what lies below `DagS3Path` to the DAG folder. DAGs at the top of the bucket, or below another prefix,
    are never seen, and the list of DAGs stays empty without an error.

Fix
    Upload the DAG files below the prefix, or set `DagS3Path` to the prefix that they have.

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
        {"kind": "s3:DagFolder", "key": "dags-of-sales/dags/", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Prefix": "dags/", "HasDags": false}}
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
        {"kind": "s3:DagFolder", "key": "dags-of-sales/dags/", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Prefix": "dags/", "HasDags": true}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["dag-folder-exists-and-holds-dags"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-folder.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    arn, folder = environment.get("SourceBucketArn"), environment.get("DagS3Path")
    if environment.snapshot.source != "live" or not isinstance(arn, str) or not isinstance(folder, str):
        return
    bucket, prefix = arn.rpartition(":")[2], f"{folder.strip('/')}/"
    found = environment.snapshot.find("s3:DagFolder", f"{bucket}/{prefix}")
    if found is not None and not found.get("HasDags"):
        yield Finding(environment.at("DagS3Path"), f"no file with DAGs lies below `{prefix}` in the bucket `{bucket}`")
