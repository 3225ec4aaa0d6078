"""What an environment may look like: classes, Regions, quotas, VPC endpoints.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/ (environment-class, mwaa-quotas, vpc-vpe-create-access) and
the AWS General Reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from mwaa_doctor.facts.reading import read_rows

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class EnvironmentClass:
    """One environment class, such as mw1.small. RAM in GB, counts per environment; None where AWS says nothing."""

    name: str
    dag_capacity: int
    tasks_per_worker: int
    worker_autoscale: str
    """The default of the option celery.worker_autoscale, `most,fewest` tasks."""
    webserver_vcpu: int
    webserver_ram_gb: int
    worker_vcpu: int
    worker_ram_gb: int
    scheduler_vcpu: int
    scheduler_ram_gb: int
    database_vcpu: int
    database_ram_gb: int
    scales: bool
    """Whether workers are added and taken away with the load."""
    schedulers_min: int
    schedulers_max: int
    schedulers_default: int
    webservers_min: int
    webservers_max: int
    webservers_default: int
    workers_min: int
    workers_max: int
    workers_default_max: int
    shared_container: bool
    """Whether scheduler and worker run in one container."""
    source: str
    workers_quota_max: int | None = None
    """The most workers after AWS has raised the quota."""
    parsing_processes: int | None = None
    trigger_capacity: int | None = None
    available_since: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A Region where MWAA runs. `confirmed` is False where only one machine-readable source names it."""

    name: str
    partition: str
    confirmed: bool
    source: str
    ops_endpoint: bool | None = None
    """Whether the endpoint service airflow.ops exists there; None: not known."""
    fips_endpoint: bool | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """A service quota or fixed limit, `value` in `unit`; `adjustable` if AWS raises it on request."""

    name: str
    value: int
    unit: str
    adjustable: bool
    source: str


@dataclass(frozen=True, slots=True)
class VpcEndpoint:
    """An AWS service that an environment without internet reaches through a VPC endpoint.

    `service` and `fips_service` hold `{region}` where the Region goes. `need` is `required`, `optional` or
    `formerly-required`. `types` are endpoint types of EC2, the recommended one first.
    """

    name: str
    service: str
    types: tuple[str, ...]
    need: str
    source: str
    fips_service: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AccessMode:
    """A value of WebserverAccessMode: whether the internet reaches the web server, and from which Airflow it exists."""

    name: str
    public: bool
    source: str
    since_airflow: str | None = None


@dataclass(frozen=True, slots=True)
class ReplacementStrategy:
    """A value of WorkerReplacementStrategy: from which Airflow it exists, and the Regions that lack it."""

    name: str
    source: str
    since_airflow: str | None = None
    not_in_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndpointCall:
    """What the containers of an environment call through one VPC endpoint.

    `resource` is the last part of the ARN, with `{name}` where the environment's name goes; `*` for any resource,
    `{queue}` for the environment's queue and `{key}` for its key.
    """

    endpoint: str
    actions: tuple[str, ...]
    resource: str


@cache
def environment_classes() -> Mapping[str, EnvironmentClass]:
    """Environment class by name, smallest first."""
    return MappingProxyType(
        {row.name: row for row in read_rows("environment_classes.toml", "environment_class", EnvironmentClass)}
    )


@cache
def regions() -> Mapping[str, Region]:
    """Region by name. A Region that is not in here is unknown, not refused."""
    return MappingProxyType({row.name: row for row in read_rows("regions.toml", "region", Region)})


@cache
def quotas() -> Mapping[str, Quota]:
    """Quota by name, such as `workers` or `startup-script`."""
    return MappingProxyType({row.name: row for row in read_rows("quotas.toml", "quota", Quota)})


@cache
def vpc_endpoints() -> Mapping[str, VpcEndpoint]:
    """VPC endpoint by the short name of the service, such as `sqs` or `airflow.api`."""
    return MappingProxyType({row.name: row for row in read_rows("vpc_endpoints.toml", "endpoint", VpcEndpoint)})


@cache
def access_modes() -> Mapping[str, AccessMode]:
    """Ways to reach the web server, by the value of WebserverAccessMode."""
    return MappingProxyType({row.name: row for row in read_rows("access_modes.toml", "access_mode", AccessMode)})


@cache
def replacement_strategies() -> Mapping[str, ReplacementStrategy]:
    """Ways to replace workers, by the value of WorkerReplacementStrategy."""
    rows = read_rows("replacement_strategies.toml", "strategy", ReplacementStrategy)
    return MappingProxyType({row.name: row for row in rows})


@cache
def endpoint_calls() -> tuple[EndpointCall, ...]:
    """What every environment calls through its endpoints."""
    return read_rows("endpoint_actions.toml", "call", EndpointCall)
