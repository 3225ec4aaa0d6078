"""A plugins.zip or requirements.txt lies in the bucket, but the environment does not name it.

Why
    MWAA reads these files only if the environment names their path and version. Whoever uploaded it waits for
    packages or plugins that never come.

Fix
    Name it: `aws mwaa update-environment --name ENVIRONMENT --requirements-s3-path requirements.txt
    --requirements-s3-object-version ID`; or delete it.

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
          {"Bucket": "dags-of-sales", "Files": ["requirements.txt"], "Folders": ["dags/"]}}
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
           "arn:aws:s3:::dags-of-sales", "DagS3Path": "dags", "RequirementsS3Path": "requirements.txt"}},
        {"kind": "s3:BucketTop", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body":
          {"Bucket": "dags-of-sales", "Files": ["requirements.txt"], "Folders": ["dags/"]}}
      ]}]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

FILES = {"plugins.zip": "PluginsS3Path", "requirements.txt": "RequirementsS3Path"}


@rule(
    severity="info",
    covers=["support-file-uploaded-but-not-configured"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(environment: Environment, bucket: SourceBucket) -> Iterator[Finding]:
    if environment.snapshot.source != "live":
        return
    top = environment.snapshot.find("s3:BucketTop", bucket.name)
    for name, setting in FILES.items():
        if top is not None and name in top.items("Files") and environment.get(setting) is None:
            yield Finding(environment, f"`{name}` lies in the bucket `{bucket.name}`, but `{setting}` is not set")
