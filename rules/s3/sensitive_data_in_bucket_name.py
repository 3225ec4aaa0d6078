"""The name of the bucket holds data that should not be public.

Why
    Names of buckets show in addresses, logs and error messages. A written-out account id tells strangers whose bucket
    it is; an e-mail address or a key id tells more.

Fix
    Choose a neutral name, or build it from `${AWS::AccountId}` if the account is in it on purpose.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          SourceBucketArn: arn:aws:s3:::airflow-123456789012  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          ExecutionRoleArn: arn:aws:iam::123456789012:role/mwaa-execution
          SourceBucketArn: arn:aws:s3:::example-airflow
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.secrets import shaped_secrets
from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.rule import Finding, rule

_ACCOUNT = re.compile(r"^arn:[\w-]+:iam::(\d{12}):")


@rule(
    severity="info",
    covers=["bucket-name-holds-no-sensitive-data"],
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
)
def check(environment: Environment, bucket: SourceBucket) -> Iterator[Finding]:
    name = bucket.plain_name
    if name is None:
        return
    role = environment.record.body.get("ExecutionRoleArn")
    named = _ACCOUNT.match(role) if isinstance(role, str) else None
    known = environment.snapshot.account
    account = known if isinstance(known, str) else named[1] if named else None
    if account and account in name:
        yield Finding(bucket.at("Name"), f"the name of the bucket `{name}` holds the id of the account")
    elif next(shaped_secrets(name.upper()), None):
        yield Finding(bucket.at("Name"), "the name of the bucket holds what looks like a key id", severity="warning")
