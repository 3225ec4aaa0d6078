"""A plugins.zip or requirements.txt lies in the bucket, and the environment does not use it.

Why
    MWAA reads neither by its name: without path and version among the environment's settings nothing of it is
    installed, and imports fail although the file is plainly there.

Fix
    `aws mwaa update-environment --name ENVIRONMENT` with path and object version, or delete the file.

Bad
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json  # <- here
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "absent": [["s3:Object", "dags-of-sales/plugins.zip"]],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "SourceBucketArn": "arn:aws:s3:::dags-of-sales"}},
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "LatestVersionId": "v2",
           "LastModified": "2026-11-20T08:00:00+00:00"}}
      ]}]}

Good
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "absent": [["s3:Object", "dags-of-sales/plugins.zip"]],
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json"}, "body":
          {"Name": "sales", "Status": "AVAILABLE", "SourceBucketArn": "arn:aws:s3:::dags-of-sales",
           "RequirementsS3Path": "requirements.txt", "RequirementsS3ObjectVersion": "v2"}},
        {"kind": "s3:Object", "key": "dags-of-sales/requirements.txt", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Key": "requirements.txt", "VersionId": "v2", "LatestVersionId": "v2"}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.support_files import SUPPORT_FILES
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["support-file-uploaded-but-not-configured"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    arn = environment.get("SourceBucketArn")
    if environment.snapshot.source != "live" or not isinstance(arn, str):
        return
    bucket = arn.rpartition(":")[2]
    for file in SUPPORT_FILES:
        if not file.is_found_by_name or environment.get(file.path_property):
            continue
        found = environment.snapshot.find("s3:Object", f"{bucket}/{file.title}")
        if found is not None:
            since = found.get("LastModified")
            yield Finding(
                environment,
                f"`{file.title}` lies in the bucket `{bucket}`, and `{file.path_property}` is not set",
                evidence=(f"it was uploaded on {str(since)[:10]}",) if since else (),
            )
