"""A newer version of a file has been uploaded, but the environment does not use it.

Why
    Plugins, requirements and startup script are used in the version that the environment names. A newer upload does
    nothing until the environment is updated, and surprises whoever updates it next for another reason.

Fix
    `aws mwaa update-environment --name ENVIRONMENT` with the id of the newest version, or delete the upload.

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
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v1", "LatestVersionId": "v2",
           "VersionExists": true, "LastModified": "2026-11-20T08:00:00+00:00"}}
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
    severity="warning",
    covers=["support-file-version-is-latest"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags.html",
)
def check(file: DeployedFile) -> Iterator[Finding]:
    record = file.record
    newest = record.get("LatestVersionId") if record is not None else None
    if record is None or file.version is None or newest in (None, "null") or newest == file.version:
        return
    since = record.get("LastModified")
    yield Finding(
        file,
        f"the environment uses version `{file.version}` of `{file.key}`, the newest is `{newest}`",
        evidence=(f"the newest was uploaded on {str(since)[:10]}",) if since else (),
    )
