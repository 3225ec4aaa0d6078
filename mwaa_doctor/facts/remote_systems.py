"""Systems that tasks talk to, by the packages that give them away.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/samples-sql-server.html and the providers' documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class DatabaseSystem:
    """A kind of database: the port it listens on by default, RDS's names for it, and the packages that talk to it."""

    name: str
    port: int
    engines: tuple[str, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HostedService:
    """A service on the internet, and the packages that talk to it."""

    name: str
    packages: tuple[str, ...]


@cache
def database_systems() -> tuple[DatabaseSystem, ...]:
    """The kinds of databases."""
    return read_rows("remote_systems.toml", "database", DatabaseSystem)


@cache
def hosted_services() -> tuple[HostedService, ...]:
    """The services on the internet."""
    return read_rows("remote_systems.toml", "hosted", HostedService)
