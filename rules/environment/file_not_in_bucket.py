"""A file that the environment names is not in its bucket.

Why
    Containers that are started later, and the next update, read plugins, requirements and startup script from the
    bucket, in the version that the environment names. What has been deleted makes them fail.

Fix
    Upload the file again and give the environment the id of its version.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "absent": [["s3:Object", "dags-of-sales/requirements.txt"]],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "AirflowVersion": "2.10.3", "SourceBucketArn":
           "arn:aws:s3:::dags-of-sales", "RequirementsS3Path": "requirements.txt",
           "RequirementsS3ObjectVersion": "v1"}}
      ]}]}
    ---
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
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v1", "LatestVersionId": "v2",
           "VersionExists": false}}
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
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v1", "LatestVersionId": "v1",
           "VersionExists": true}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.deployed_file import DeployedFile
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["support-file-object-exists"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/create-environment.html",
)
def check(file: DeployedFile) -> Iterator[Finding]:
    record = file.record
    if record is None:
        yield Finding(file, f"`{file.key}` is not in the bucket `{file.bucket}`")
    elif record.get("VersionExists") is False:
        yield Finding(file, f"the version `{file.version}` of `{file.key}` is no longer in the bucket `{file.bucket}`")
