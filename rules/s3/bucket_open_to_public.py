"""The bucket of the environment does not block all public access.

Why
    MWAA takes no bucket that could be made public. The environment is refused at its creation, or stops taking over
    DAGs later.

Fix
    Set all four flags of Block Public Access.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          VersioningConfiguration:
            Status: Enabled
          PublicAccessBlockConfiguration:  # <- here
            BlockPublicAcls: true
            BlockPublicPolicy: true
            IgnorePublicAcls: true
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
          PublicAccessBlockConfiguration:
            BlockPublicAcls: true
            BlockPublicPolicy: true
            IgnorePublicAcls: true
            RestrictPublicBuckets: true
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.source_bucket import BLOCKS, SourceBucket
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["bucket-blocks-public-access"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-s3-bucket.html",
)
def check(environment: Environment, bucket: SourceBucket) -> Iterator[Finding]:
    missing = bucket.open_blocks()
    if not missing:
        return
    # S3 switches all four on for a new bucket, so a template that says nothing of them is not wrong.
    if bucket.record.get("PublicAccessBlock") is None and environment.snapshot.source != "live":
        return
    flags = ", ".join(f"`{name}`" for name in missing)
    yield Finding(
        bucket.at("PublicAccessBlock"),
        f"the bucket `{bucket.plain_name or bucket.record.label}` does not block all public access: {flags} not set",
        evidence=("MWAA answers that the bucket must block public access",),
        fix=f"Set {flags} to true" if len(missing) < len(BLOCKS) else "Set all four flags to true",
    )
