"""One running environment and everything around it, as a snapshot."""

from __future__ import annotations

from functools import partial
from typing import Any

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.sources.aws.ec2 import collect_network
from mwaa_doctor.sources.aws.iam import collect_role
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import AccessError, NotFoundError, Reader, gathered
from mwaa_doctor.sources.aws.storage import (
    collect_alarms,
    collect_artefacts,
    collect_bucket,
    collect_key,
    collect_log_groups,
    collect_secrets,
)
from mwaa_doctor.unknown import Unknown

_WORKERS = 6


def list_environments(reader: Reader) -> list[str]:
    """The names of all environments in the Region; raises ``Unknown`` if they may not be listed."""
    return sorted(reader.pages("mwaa", "ListEnvironments", "Environments"))


def collect_environment(reader: Reader, name: str) -> Snapshot:
    """Read one environment; raises ``AccessError`` if there is none of that name or it may not be read."""
    try:
        body = dict(reader.ask("mwaa", "GetEnvironment", Name=name)["Environment"])
    except NotFoundError:
        raise AccessError(f"there is no environment `{name}` in {reader.region}") from None
    except Unknown as unknown:
        raise AccessError(f"the environment `{name}` in {reader.region} cannot be read: {unknown.reason}") from None
    arn = str(body.get("Arn") or "")
    partition, region, account = _arn_fields(arn, reader)
    jobs = []
    network = body.get("NetworkConfiguration") or {}
    jobs.append(partial(collect_network, reader, network.get("SubnetIds") or (), network.get("SecurityGroupIds") or ()))
    if isinstance(body.get("ExecutionRoleArn"), str):
        jobs.append(partial(collect_role, reader, body["ExecutionRoleArn"]))
    if isinstance(body.get("SourceBucketArn"), str):
        jobs.append(partial(collect_bucket, reader, body["SourceBucketArn"], account))
        jobs.append(partial(collect_artefacts, reader, body["SourceBucketArn"], body))
    if isinstance(body.get("KmsKey"), str):
        jobs.append(partial(collect_key, reader, body["KmsKey"]))
    jobs.append(partial(collect_log_groups, reader, name))
    jobs.append(partial(collect_alarms, reader))
    jobs.append(partial(collect_secrets, reader))
    parts = Parts()
    parts.add("mwaa:Environment", name, body, arn or name)
    for found in gathered(jobs, _WORKERS):
        parts.merge(found)
    return Snapshot(
        "live",
        f"what was read of {name} in {reader.region}",
        tuple(sorted(parts.resources, key=lambda item: (item.kind, str(item.key)))),
        account,
        region,
        partition,
        frozenset(parts.listed),
        dict(sorted(parts.gaps.items())),
        frozenset(parts.absent),
    )


def _arn_fields(arn: str, reader: Reader) -> tuple[str, str, Any]:
    fields = arn.split(":")
    if len(fields) >= 6:
        return fields[1], fields[3], fields[4]
    account = tried(lambda: str(reader.ask("sts", "GetCallerIdentity")["Account"]))
    return reader.session.get_partition_for_region(reader.region), reader.region, account
