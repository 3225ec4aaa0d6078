"""The bucket lies in another Region than the environment.

Why
    MWAA takes a bucket of the environment's own Region only: the environment is not created.

Fix
    Make a bucket in the environment's Region, copy the files, and name it as `SourceBucketArn`.

Bad
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json", "line": 4}, "body": {  # <- here
          "Name": "sales", "SourceBucketArn": "arn:aws:s3:::dags-of-sales"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "dags-of-sales", "Location": "us-east-1"}}]}]}
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]

    ---
    # main.tf
    provider "aws" {
      region = "eu-west-1"
    }
    provider "aws" {
      alias  = "central"
      region = "eu-central-1"
    }
    resource "aws_s3_bucket" "dags" {
      provider = aws.central
      bucket   = "dags-of-sales"
    }
    resource "aws_mwaa_environment" "sales" {
      name              = "sales"
      source_bucket_arn = aws_s3_bucket.dags.arn  # <- here
    }

Good
    # snapshot.json
    {"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{
      "source": "live", "name": "the account", "account": "111122223333", "region": "eu-west-1", "partition": "aws",
      "resources": [
        {"kind": "mwaa:Environment", "key": "sales", "place": {"path": "snapshot.json", "line": 4}, "body": {
          "Name": "sales", "SourceBucketArn": "arn:aws:s3:::dags-of-sales"}},
        {"kind": "s3:Bucket", "key": "dags-of-sales", "place": {"path": "snapshot.json"}, "body": {
          "Name": "dags-of-sales", "Location": "eu-west-1"}}]}]}
    # mwaa-doctor.toml
    snapshots = ["snapshot.json"]
"""

from collections.abc import Iterator

from mwaa_doctor.models.source_bucket import SourceBucket
from mwaa_doctor.models.template_text import TemplateText, may_be_equal
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["bucket-in-environment-region"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-s3-bucket.html",
)
def check(bucket: SourceBucket) -> Iterator[Finding]:
    here, there = bucket.environment.snapshot.region, bucket.record.text("Location")
    if isinstance(here, Unknown):
        raise here
    if there is None:
        raise Unknown("the Region of the bucket is not told")
    same = may_be_equal(here, there)
    if same is None:
        raise next(text.unknown for text in (here, there) if isinstance(text, TemplateText))
    if not same:
        yield Finding(
            bucket.environment.at("SourceBucketArn"),
            f"the bucket `{bucket.plain_name or bucket.record.label}` lies in {there}, the environment in {here}",
        )
