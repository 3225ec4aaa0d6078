"""What an environment stores and how: its bucket, its key, its log groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mwaa_doctor.sources.aws.iam import document
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.unknown import Unknown

# What GetBucketLocation calls two Regions (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html)
_REGIONS = {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}


def _region(answer: Mapping[str, Any]) -> str:
    named = answer.get("LocationConstraint")
    return str(_REGIONS.get(named, named))


def collect_bucket(reader: Reader, arn: str, account: str) -> Parts:
    """The bucket with an ARN, and the account's public access block."""
    parts = Parts()
    name = arn.rpartition(":")[2].partition("/")[0]
    try:
        location = reader.ask("s3", "GetBucketLocation", Bucket=name, ExpectedBucketOwner=account)
        region: Any = _region(location)
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
        "Lifecycle": ask("GetBucketLifecycleConfiguration", "Rules") or [],
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


def collect_alarms(reader: Reader) -> Parts:
    """The metric alarms of the Region."""
    parts = Parts()
    parts.add_all(
        "cloudwatch:Alarm",
        "AlarmName",
        lambda: reader.pages("cloudwatch", "DescribeAlarms", "MetricAlarms", AlarmTypes=["MetricAlarm"]),
        "AlarmArn",
    )
    return parts


def collect_secrets(reader: Reader) -> Parts:
    """The names of the secrets of the Region, never their values."""
    parts = Parts()
    parts.add_all(
        "secretsmanager:Secret", "ARN", lambda: reader.pages("secretsmanager", "ListSecrets", "SecretList"), "ARN"
    )
    return parts


def reader_beside(reader: Reader, bucket: str, account: str) -> Reader:
    """A reader in the bucket's own Region, as far as that may be known."""
    region = tried(lambda: _region(reader.ask("s3", "GetBucketLocation", Bucket=bucket, ExpectedBucketOwner=account)))
    return reader.elsewhere(region) if isinstance(region, str) else reader


_USUAL_KEYS = {"Requirements": "requirements.txt", "Plugins": "plugins.zip", "StartupScript": None}


def collect_artefacts(reader: Reader, arn: str, environment: Mapping[str, Any], account: str) -> Parts:
    """The files that the environment names in its bucket, with the version in use and the newest one.

    Where it names none, what lies there by the usual name.
    """
    parts = Parts()
    bucket = arn.rpartition(":")[2].partition("/")[0]
    near = reader_beside(reader, bucket, account)
    for kind, usual in _USUAL_KEYS.items():
        key = environment.get(f"{kind}S3Path") or usual
        if not isinstance(key, str):
            continue
        found = tried(lambda key=key: _versions(near, bucket, key))  # type: ignore[misc]
        if isinstance(found, Unknown):
            parts.gaps["s3:Object"] = found.reason
            continue
        used = environment.get(f"{kind}S3ObjectVersion")
        newest = next((item for item in found or () if item.get("IsLatest")), None)
        if newest is None:
            parts.absent.add(("s3:Object", f"{bucket}/{key}"))
            continue
        body = {
            "Bucket": bucket,
            "Key": key,
            "VersionId": used,
            "LatestVersionId": newest.get("VersionId"),
            "VersionExists": used is None or any(item.get("VersionId") == used for item in found),
            "ContentLength": newest.get("Size"),
            "LastModified": newest.get("LastModified"),
        }
        parts.add("s3:Object", f"{bucket}/{key}", body, f"s3://{bucket}/{key}")
    return parts


def collect_dag_folder(reader: Reader, arn: str, folder: str, account: str) -> Parts:
    """Whether there is a file with DAGs below the DAG folder; asks for no more than the first thousand objects."""
    parts = Parts()
    bucket, prefix = arn.rpartition(":")[2].partition("/")[0], f"{folder.strip('/')}/"
    near = reader_beside(reader, bucket, account)
    try:
        found = near.ask("s3", "ListObjectsV2", Bucket=bucket, Prefix=prefix)
    except NotFoundError:
        parts.absent.add(("s3:DagFolder", f"{bucket}/{prefix}"))
        return parts
    except Unknown as unknown:
        parts.gaps["s3:DagFolder"] = unknown.reason
        return parts
    has_dags: Any = any(str(item.get("Key")).endswith((".py", ".zip")) for item in found.get("Contents") or ())
    if not has_dags and found.get("IsTruncated"):
        has_dags = Unknown(f"only the first objects below `{prefix}` were looked at")
    parts.add("s3:DagFolder", f"{bucket}/{prefix}", {"Bucket": bucket, "Prefix": prefix, "HasDags": has_dags})
    return parts


def _versions(reader: Reader, bucket: str, key: str) -> list[dict[str, Any]]:
    everything = reader.pages("s3", "ListObjectVersions", "Versions", Bucket=bucket, Prefix=key)
    return [item for item in everything if item.get("Key") == key]


def collect_bucket_top(reader: Reader, arn: str, account: str) -> Parts:
    """What lies at the top of the bucket: files, and the first parts of longer names; the first thousand of them."""
    parts = Parts()
    bucket = arn.rpartition(":")[2].partition("/")[0]
    near = reader_beside(reader, bucket, account)
    try:
        found = near.ask("s3", "ListObjectsV2", Bucket=bucket, Delimiter="/")
    except Unknown as unknown:
        parts.gaps["s3:BucketTop"] = unknown.reason
        return parts
    body = {
        "Bucket": bucket,
        "Files": sorted(str(item.get("Key")) for item in found.get("Contents") or ()),
        "Folders": sorted(str(item.get("Prefix")) for item in found.get("CommonPrefixes") or ()),
    }
    parts.add("s3:BucketTop", bucket, body, arn)
    return parts
