"""One running environment and everything around it, as a snapshot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.sources.aws.access import collect_access
from mwaa_doctor.sources.aws.account import collect_account
from mwaa_doctor.sources.aws.connection import AccessError
from mwaa_doctor.sources.aws.ec2 import collect_network
from mwaa_doctor.sources.aws.iam import collect_role
from mwaa_doctor.sources.aws.log_groups import collect_log_groups
from mwaa_doctor.sources.aws.metrics import collect_metrics, collect_usage
from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.sources.aws.storage import (
    collect_alarms,
    collect_artefacts,
    collect_bucket,
    collect_bucket_top,
    collect_dag_folder,
    collect_key,
    collect_secrets,
)
from mwaa_doctor.unknown import Unknown

Job = Callable[[], Parts]


def list_environments(reader: Reader) -> list[str]:
    """The names of all environments in the Region; raises ``Unknown`` if they may not be listed."""
    return sorted(reader.pages("mwaa", "ListEnvironments", "Environments"))


class EnvironmentReading:
    """What is being collected of one environment; jobs may run side by side, a snapshot can be taken at any time."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.reader, self.name = reader, name
        self.failure = ""
        self._left = 1
        self._body: dict[str, Any] = {}
        self._parts = Parts()
        self._lock = threading.Lock()

    @property
    def label(self) -> str:
        """What the user calls it."""
        return f"{self.name} in {self.reader.region}"

    def begin(self) -> list[Job]:
        """Read the environment itself; the jobs that read what is around it.

        Raises ``AccessError`` if there is none of that name or it may not be read.
        """
        try:
            body = dict(self.reader.ask("mwaa", "GetEnvironment", Name=self.name)["Environment"])
        except NotFoundError:
            raise AccessError(f"there is no environment `{self.name}` in {self.reader.region}") from None
        except (KeyError, TypeError, ValueError):
            raise AccessError(f"airflow:GetEnvironment answers with nothing usable on `{self.name}`") from None
        except Unknown as unknown:
            raise AccessError(f"the environment `{self.name}` cannot be read: {unknown.reason}") from None
        partition, region, account = _arn_fields(str(body.get("Arn") or ""), self.reader)
        self._where = (account, region, partition)
        self._parts.add("mwaa:Environment", self.name, body, str(body.get("Arn") or self.name))
        self._body = body
        jobs = self._jobs(account)
        self._left = len(jobs)
        return jobs

    def _jobs(self, account: Any) -> list[Job]:
        reader, body = self.reader, self._body
        network = body.get("NetworkConfiguration") or {}
        around = network.get("SubnetIds") or (), network.get("SecurityGroupIds") or ()
        jobs: list[Job] = [
            partial(collect_network, reader, *around),
            partial(collect_log_groups, reader, self.name, body.get("LoggingConfiguration")),
            partial(collect_alarms, reader),
            partial(collect_metrics, reader, self.name),
            partial(collect_usage, reader, self.name),
            partial(collect_account, reader, account, self._where[2]),
            partial(collect_secrets, reader),
        ]
        if body.get("WebserverAccessMode") == "PRIVATE_ONLY":
            jobs.append(partial(collect_access, reader, *around))
        if isinstance(body.get("ExecutionRoleArn"), str):
            jobs.append(partial(collect_role, reader, body["ExecutionRoleArn"]))
        if isinstance(body.get("SourceBucketArn"), str):
            jobs.append(partial(collect_bucket, reader, body["SourceBucketArn"], account))
            jobs.append(partial(collect_bucket_top, reader, body["SourceBucketArn"], account))
            jobs.append(partial(collect_artefacts, reader, body["SourceBucketArn"], body, account))
            if isinstance(body.get("DagS3Path"), str):
                jobs.append(partial(collect_dag_folder, reader, body["SourceBucketArn"], body["DagS3Path"], account))
        if isinstance(body.get("KmsKey"), str):
            jobs.append(partial(collect_key, reader, body["KmsKey"]))
        return jobs

    def take(self, found: Parts) -> None:
        """Add what a job has found."""
        with self._lock:
            self._parts.merge(found)
            self._left -= 1

    @property
    def has_begun(self) -> bool:
        """Whether the environment itself is known."""
        return bool(self._body)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to wait for."""
        return bool(self.failure) or not self._left

    def snapshot(self) -> Snapshot:
        """What is known by now."""
        account, region, partition = self._where
        with self._lock:
            parts = self._parts
            until = " before the interruption" if self._left else ""
            return Snapshot(
                "live",
                f"what was read of {self.label}{until}",
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
    return reader.connection.session.get_partition_for_region(reader.region), reader.region, account
