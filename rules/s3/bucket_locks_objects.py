"""Object Lock is on for the bucket of the environment.

Why
    It cannot be switched off again. A default retention keeps old DAGs, plugins and requirements from being deleted,
    and the bucket grows with every deployment.

Fix
    Keep it only on purpose, without a default retention, or use a bucket without it.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          ObjectLockEnabled: true  # <- here
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
    severity="info",
    covers=["bucket-object-lock"],
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    if bucket.record.get("ObjectLock", "ObjectLockEnabled") == "Enabled":
        name = bucket.plain_name or bucket.record.label
        yield Finding(bucket.at("ObjectLock"), f"Object Lock is on for the bucket `{name}`, for good")
