"""AWS services that DAGs use, by the names that give them away.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html and the modules of the
Amazon provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows


@dataclass(frozen=True, slots=True)
class AwsService:
    """A service: the short name of its VPC endpoint, its boto3 clients, its modules in the Amazon provider."""

    endpoint: str
    clients: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@cache
def services_by_client() -> Mapping[str, str]:
    """The endpoint of a service by the name of its boto3 client."""
    rows = read_rows("aws_services.toml", "service", AwsService)
    return MappingProxyType({client: row.endpoint for row in rows for client in row.clients})


@cache
def services_by_module() -> Mapping[str, str]:
    """The endpoint of a service by a module of the Amazon provider, such as `athena`."""
    rows = read_rows("aws_services.toml", "service", AwsService)
    return MappingProxyType({module: row.endpoint for row in rows for module in row.modules})
