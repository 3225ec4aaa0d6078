"""The name of the bucket breaks the rules of S3.

Why
    S3 refuses such a bucket, or there is none of that name, and the environment cannot be created.

Fix
    Use 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::-example-airflow  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          SourceBucketArn: arn:aws:s3:::example-airflow
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_REFUSED_BY_MWAA = re.compile(r"[^a-z0-9.-]")


@rule(
    severity="error",
    covers=["bucket-name-valid"],
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    name = bucket.plain_name
    if name is None or _NAME.fullmatch(name):
        return
    if isinstance(bucket.name, str) and (not name or _REFUSED_BY_MWAA.search(name)):
        return  # then the ARN as a whole does not fit the pattern of the API, which is a finding of its own
    yield Finding(bucket.at("Name"), f"`{name}` is no name of a bucket")
