"""The bucket is encrypted in a way that the MWAA manual does not speak of.

Why
    Documented are `AES256` and `aws:kms`. Others may work, but nobody promises that the environment reads its DAGs.

Fix
    Use `AES256`, or `aws:kms` with the key of the environment.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: aws:kms:dsse  # <- here
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
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: AES256
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

_DOCUMENTED = frozenset({"AES256", "aws:kms"})
_PATH = ("Encryption", "Rules", 0, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm")


@rule(
    severity="info",
    covers=["bucket-encryption-type"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/encryption-at-rest.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    algorithm = bucket.record.get(*_PATH)
    if isinstance(algorithm, str) and algorithm not in _DOCUMENTED:
        yield Finding(bucket.at(*_PATH), f"the bucket is encrypted with `{algorithm}`, which MWAA does not document")
