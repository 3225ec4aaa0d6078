"""Buckets, keys, log groups, alarms, secrets and queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.models.stored_text import describe
from mwaa_doctor.sources.assembly.values import boolean, integer, policy_document
from mwaa_doctor.sources.cloudformation.identity import own_hole
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown


def bucket(declared: Declared) -> Iterator[Part]:
    """``AWS::S3::Bucket``."""
    body = PlacedMap()
    body.put("Name", declared.name, declared.place_of("BucketName"))
    body.put("Location", declared.evaluation.pseudo("AWS::Region"), declared.place)
    body.put("Owner", declared.evaluation.pseudo("AWS::AccountId"), declared.place)
    body.take(declared.properties, Versioning="VersioningConfiguration")
    block = declared.get("PublicAccessBlockConfiguration")
    if isinstance(block, PlacedMap):
        for name in block:
            block[name] = boolean(block[name])
    body.take(declared.properties, PublicAccessBlock="PublicAccessBlockConfiguration")
    body.put("Encryption", _encryption(declared.get("BucketEncryption")), declared.place_of("BucketEncryption"))
    if boolean(declared.get("ObjectLockEnabled")) is True:
        lock = PlacedMap({"ObjectLockEnabled": "Enabled"}, declared.place_of("ObjectLockEnabled"))
        body.put("ObjectLock", lock, declared.place_of("ObjectLockEnabled"))
    yield declared.part("s3:Bucket", declared.name, body)


def _encryption(given: Any) -> Any:
    """The rules in the words of GetBucketEncryption."""
    rules = given.get("ServerSideEncryptionConfiguration") if isinstance(given, PlacedMap) else given
    if not isinstance(rules, PlacedList):
        return rules
    found = PlacedList()
    for rule, place in zip(rules, rules.places, strict=True):
        if isinstance(rule, PlacedMap):
            shaped = PlacedMap()
            shaped.take(rule, "BucketKeyEnabled", ApplyServerSideEncryptionByDefault="ServerSideEncryptionByDefault")
            found.add(shaped, place)
        else:
            found.add(rule, place)
    return PlacedMap({"Rules": found}, rules.places[0] if rules else None)


def bucket_policy(declared: Declared) -> Iterator[Part]:
    """``AWS::S3::BucketPolicy``."""
    place = declared.place_of("PolicyDocument")
    policy = policy_document(declared.get("PolicyDocument"), place)
    yield declared.loose("s3:BucketSettings", place, ("Name", declared.get("Bucket")), ("Policy", policy))


def key(declared: Declared) -> Iterator[Part]:
    """``AWS::KMS::Key`` and ``ReplicaKey``."""
    body = PlacedMap()
    body.put("KeyId", own_hole(declared.declaration), declared.place)
    body.put("Arn", declared.arn, declared.place)
    body.put("KeyManager", "CUSTOMER", None)
    enabled = boolean(declared.get("Enabled"))
    enabled = True if enabled is None else enabled
    body.put("Enabled", enabled, declared.place_of("Enabled"))
    state = enabled if isinstance(enabled, Unknown) else "Enabled" if enabled else "Disabled"
    body.put("KeyState", state, declared.place_of("Enabled"))
    body.take(declared.properties, "Description", "KeySpec", "KeyUsage", "Origin", "Tags")
    body.setdefault("KeySpec", "SYMMETRIC_DEFAULT")
    body.setdefault("KeyUsage", "ENCRYPT_DECRYPT")
    multiple = boolean(declared.get("MultiRegion"))
    replica = declared.declaration.type.endswith("ReplicaKey")
    body.put("MultiRegion", replica if multiple is None else multiple, declared.place_of("MultiRegion"))
    place = declared.place_of("KeyPolicy")
    body.put("Policy", policy_document(declared.get("KeyPolicy"), place), place)
    yield declared.part("kms:Key", declared.arn, body)


def alias(declared: Declared) -> Iterator[Part]:
    """``AWS::KMS::Alias``."""
    place = declared.place_of("AliasName")
    yield declared.loose("kms:Alias", place, ("KeyId", declared.get("TargetKeyId")), ("Value", declared.name))


def log_group(declared: Declared) -> Iterator[Part]:
    """``AWS::Logs::LogGroup``."""
    body = PlacedMap()
    body.put("logGroupName", declared.name, declared.place_of("LogGroupName"))
    body.put("arn", declared.arn, declared.place)
    body.put("retentionInDays", integer(declared.get("RetentionInDays")), declared.place_of("RetentionInDays"))
    body.take(declared.properties, kmsKeyId="KmsKeyId", logGroupClass="LogGroupClass")
    yield declared.part("logs:LogGroup", declared.name, body)


def alarm(declared: Declared) -> Iterator[Part]:
    """``AWS::CloudWatch::Alarm``: its properties are those of DescribeAlarms."""
    body = PlacedMap()
    body.put("AlarmName", declared.name, declared.place_of("AlarmName"))
    body.put("AlarmArn", declared.arn, declared.place)
    body.take(declared.properties, *(name for name in declared.properties if name != "AlarmName"))
    for name in ("EvaluationPeriods", "DatapointsToAlarm", "Period"):
        if name in body:
            body[name] = integer(body[name])
    yield declared.part("cloudwatch:Alarm", declared.name, body)


def secret(declared: Declared) -> Iterator[Part]:
    """``AWS::SecretsManager::Secret``, with what its value is like, never the value."""
    body = PlacedMap()
    body.put("Name", declared.name, declared.place_of("Name"))
    body.put("ARN", declared.arn, declared.place)
    body.take(declared.properties, "Description", "KmsKeyId", "Tags")
    body.put("Value", describe(declared.get("SecretString")), declared.place_of("SecretString"))
    yield declared.part("secretsmanager:Secret", declared.arn, body)


def secret_policy(declared: Declared) -> Iterator[Part]:
    """``AWS::SecretsManager::ResourcePolicy``."""
    place = declared.place_of("ResourcePolicy")
    policy = policy_document(declared.get("ResourcePolicy"), place)
    owner = ("ARN", declared.get("SecretId"))
    yield declared.loose("secretsmanager:SecretSettings", place, owner, ("ResourcePolicy", policy))


def queue(declared: Declared) -> Iterator[Part]:
    """``AWS::SQS::Queue``, with the attributes of GetQueueAttributes."""
    body = PlacedMap()
    body.put("QueueArn", declared.arn, declared.place)
    body.take(declared.properties, "KmsMasterKeyId", "VisibilityTimeout")
    yield declared.part("sqs:Queue", declared.ref, body)
