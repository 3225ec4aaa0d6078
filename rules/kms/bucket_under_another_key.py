"""The bucket is encrypted with a customer managed key that the environment does not use.

Why
    MWAA reads the bucket with the environment's own key. It cannot read a bucket under another one, so no DAG
    arrives.

Fix
    Give the environment the key of the bucket as `KmsKey`; that is possible only when it is created.

Bad
    # template.yaml
    Resources:
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy: {Version: "2012-10-17", Statement: []}
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: aws:kms
                  KMSMasterKeyID: !GetAtt Key.Arn  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          SourceBucketArn: !GetAtt Bucket.Arn

Good
    # template.yaml
    Resources:
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy: {Version: "2012-10-17", Statement: []}
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: aws:kms
                  KMSMasterKeyID: !GetAtt Key.Arn
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          SourceBucketArn: !GetAtt Bucket.Arn
          KmsKey: !GetAtt Key.Arn
    ---
    # template.yaml
    Resources:
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy: {Version: "2012-10-17", Statement: []}
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          BucketEncryption:
            ServerSideEncryptionConfiguration:
              - ServerSideEncryptionByDefault:
                  SSEAlgorithm: aws:kms
                  KMSMasterKeyID: alias/aws/s3
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          SourceBucketArn: !GetAtt Bucket.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.rule import Finding, Unknown, rule

ENCRYPTION = ("Encryption", "Rules", 0, "ApplyServerSideEncryptionByDefault")


@rule(
    severity="error",
    covers=["bucket-and-environment-share-key"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
)
def check(environment: Environment, bucket: SourceBucket) -> Iterator[Finding]:
    theirs = bucket.record.text(*ENCRYPTION, "KMSMasterKeyID")
    if bucket.record.get(*ENCRYPTION, "SSEAlgorithm") != "aws:kms" or theirs is None or "alias/aws/s3" in str(theirs):
        return
    ours = environment.record.text("KmsKey")
    where = bucket.at(*ENCRYPTION, "KMSMasterKeyID")
    if ours is None:
        yield Finding(where, f"the bucket is encrypted with `{theirs}`, the environment with a key of AWS")
        return
    equal = may_be_equal(_id_of(theirs), _id_of(ours))
    if equal is None or "alias/" in str(theirs):
        raise Unknown("whether bucket and environment have the same key is known on deployment only")
    if not equal:
        yield Finding(where, f"the bucket is encrypted with `{theirs}`, the environment with `{ours}`")


def _id_of(key: str | TemplateText) -> str | TemplateText:
    """The part of a key's ARN that a plain id gives as well."""
    return key.rpartition("/")[2] if isinstance(key, str) else TemplateText(key.parts[-1:])
