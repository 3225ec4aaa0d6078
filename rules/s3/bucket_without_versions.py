"""The bucket of the environment keeps no versions.

Why
    The environment pins plugins, requirements and startup script by their object version. Without versions there is
    nothing to pin, and MWAA refuses the bucket.

Fix
    Enable versioning of the bucket.

Bad
    # template.yaml
    Resources:
      Bucket:  # <- here
        Type: AWS::S3::Bucket
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: !GetAtt Bucket.Arn

Good
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          VersioningConfiguration:
            Status: Enabled
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["bucket-versioning-enabled"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-s3-bucket.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    status = bucket.record.get("Versioning", "Status")
    if status == "Enabled":
        return
    name = bucket.plain_name or bucket.record.label
    how = f"is `{status}`" if status else "is not enabled"
    yield Finding(
        bucket.at("Versioning", "Status"),
        f"versioning of the bucket `{name}` {how}",
        fix="Set `VersioningConfiguration` to `Status: Enabled`",
    )
