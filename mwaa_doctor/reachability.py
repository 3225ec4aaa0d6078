"""The run behind ``mwaa-doctor network``: every environment of a project or snapshot, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mwaa_doctor.models.environment import Environment, environments
from mwaa_doctor.models.network.connections import Connection, connections_of
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.project import Project
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

__all__ = ["Reachability", "reachability_of", "read_snapshot_file", "routing_of", "services_in"]


@dataclass(frozen=True)
class Reachability:
    """What one environment reaches; ``routing`` says of each of its subnets whether it is public or private."""

    name: str
    resource: str
    source: str
    place: str
    routing: Mapping[str, str]
    connections: tuple[Connection, ...]
    network: Network = field(repr=False)


def reachability_of(
    snapshots: Iterable[Snapshot], target: Target, services: Iterable[str] = ()
) -> tuple[Reachability, ...]:
    """What each environment of some snapshots reaches."""
    return tuple(_of(environment, tuple(services)) for environment in environments(snapshots, target))


def _of(environment: Environment, services: tuple[str, ...]) -> Reachability:
    network = Network.of_environment(environment)
    place = environment.place
    return Reachability(
        name=str(environment.record.body.get("Name") or environment.record.label),
        resource=environment.resource,
        source=environment.snapshot.source,
        place=f"{place.path}:{place.line}" if place.line else place.path,
        routing=routing_of(network),
        connections=connections_of(network, services),
        network=network,
    )


def routing_of(network: Network) -> dict[str, str]:
    """Of each subnet, whether routes lead to the internet."""
    found: dict[str, str] = {}
    try:
        for subnet in network.known_subnets():
            answer = network.routed(subnet)
            if answer.is_yes:
                found[subnet.name] = "public routing: routes lead to the internet"
            elif answer.is_no:
                found[subnet.name] = "private routing: no route to the internet"
            else:
                found[subnet.name] = f"routing not known: {answer.reason}"
    except Unknown:
        pass
    return found


def read_snapshot_file(path: Path) -> tuple[Snapshot, ...]:
    """The snapshots in a file that the user names; raises ``ConfigurationError`` with one sentence."""
    from mwaa_doctor.config import ConfigurationError
    from mwaa_doctor.sources.snapshot_file import MAX_BYTES, SnapshotError, read_snapshots

    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ConfigurationError(f"{path} is larger than {MAX_BYTES // 1024 // 1024} MB")
    try:
        return read_snapshots(data)
    except SnapshotError as problem:
        raise ConfigurationError(f"{path} {problem}") from None


def services_in(project: Project) -> tuple[str, ...]:
    """The AWS services that the project's DAGs use, by the short names of their endpoints."""
    from mwaa_doctor.file_check import FileChecker
    from mwaa_doctor.models.aws_services import services_in_files

    checker = FileChecker(project, [])
    opened = (checker.open(ref.path) for ref in project.sources if ref.role == "dag" and not ref.ignored)
    return tuple(services_in_files(file for file in opened if file is not None))
