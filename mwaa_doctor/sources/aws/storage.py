"""What an environment stores and how: its bucket, its key, its log groups."""

from __future__ import annotations

from typing import Any

from mwaa_doctor.sources.aws.iam import document
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.unknown import Unknown


def collect_bucket(reader: Reader, arn: str, account: str) -> Parts:
    """The bucket with an ARN, and the account's public access block."""
    parts = Parts()
    name = arn.rpartition(":")[2].partition("/")[0]
    try:
        location = reader.ask("s3", "GetBucketLocation", Bucket=name, ExpectedBucketOwner=account)
        region: Any = location.get("LocationConstraint") or "us-east-1"
    except NotFoundError:
        parts.absent.add(("s3:Bucket", name))
        return parts
    except Unknown as unknown:
        region = unknown
    near = reader.elsewhere(region) if isinstance(region, str) else reader

    def ask(operation: str, key: str | None) -> Any:
        def call() -> Any:
            answer = near.ask("s3", operation, Bucket=name)
            if key is not None:
                return answer.get(key)
            answer.pop("ResponseMetadata", None)
            return answer

        return tried(call)

    body = {
        "Name": name,
        "Location": region,
        "Versioning": ask("GetBucketVersioning", None),
        "PublicAccessBlock": ask("GetPublicAccessBlock", "PublicAccessBlockConfiguration"),
        "Policy": document(ask("GetBucketPolicy", "Policy")),
        "Encryption": ask("GetBucketEncryption", "ServerSideEncryptionConfiguration"),
        "Owner": account,
    }
    parts.add("s3:Bucket", name, body, arn)
    block = tried(
        lambda: reader.ask("s3control", "GetPublicAccessBlock", AccountId=account)["PublicAccessBlockConfiguration"],
        absent={},
    )
    if isinstance(block, Unknown):
        parts.gaps["s3:AccountPublicAccessBlock"] = block.reason
    else:
        parts.add("s3:AccountPublicAccessBlock", account, dict(block))
    return parts


def collect_key(reader: Reader, key: str) -> Parts:
    """The customer managed key that an environment names by ARN, id or alias."""
    parts = Parts()
    try:
        body = dict(reader.ask("kms", "DescribeKey", KeyId=key)["KeyMetadata"])
    except NotFoundError:
        parts.absent.add(("kms:Key", key))
        return parts
    except Unknown as unknown:
        parts.gaps["kms:Key"] = unknown.reason
        return parts
    arn = body.get("Arn") if isinstance(body.get("Arn"), str) else key
    body["Policy"] = document(
        tried(lambda: reader.ask("kms", "GetKeyPolicy", KeyId=arn, PolicyName="default")["Policy"])
    )
    body["Grants"] = tried(lambda: reader.pages("kms", "ListGrants", "Grants", KeyId=arn))
    body["Aliases"] = tried(
        lambda: [item["AliasName"] for item in reader.pages("kms", "ListAliases", "Aliases", KeyId=arn)]
    )
    parts.add("kms:Key", str(key), body, arn)
    return parts


def collect_log_groups(reader: Reader, environment: str) -> Parts:
    """The log groups that MWAA makes for an environment."""
    parts = Parts()
    parts.add_all(
        "logs:LogGroup",
        "logGroupName",
        lambda: reader.pages("logs", "DescribeLogGroups", "logGroups", logGroupNamePrefix=f"airflow-{environment}-"),
        "arn",
    )
    return parts
