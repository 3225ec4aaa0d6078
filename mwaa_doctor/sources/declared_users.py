"""Users, groups and roles as the configuration tells of them: their policies as files, and their duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.answers import inline_policies
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap

_NAMED = {"iam:Role": "RoleName", "iam:User": "UserName", "iam:Group": "GroupName", "iam:Policy": "PolicyName"}


class NoSuchUserError(Exception):
    """A user without policies whom the source of the environment does not have either: one sentence."""


@dataclass(frozen=True)
class DeclaredUser:
    """One user: all his policies, each with its file, and his duties."""

    name: str
    policies: tuple[tuple[str, bytes], ...]
    duties: tuple[str, ...]


def with_users(snapshot: Snapshot, users: tuple[DeclaredUser, ...], name: str) -> Snapshot:
    """The snapshot with the users; ``name`` chooses one environment of several for their duties.

    Raises ``NoSuchUserError``, and ``DocumentError`` whose message begins with the file.
    """
    chosen = [one.label for one in snapshot.environments() if one.body.get("Name") == name]
    labels = chosen or [one.label for one in snapshot.environments()]
    resources = list(snapshot.resources)
    for user in users:
        duties = {label: list(user.duties) for label in labels} if user.duties else {}
        if user.policies:
            resources.append(_made(user, duties))
            continue
        position = next((at for at, one in enumerate(resources) if _is_named(one, user.name)), None)
        if position is None:
            raise NoSuchUserError(f"there is no `{user.name}` in {snapshot.name}: give its `policies`")
        found = resources[position]
        known = found.body.get("Duties")
        told = {**known, **duties} if isinstance(known, Mapping) else duties
        resources[position] = replace(found, body={**found.body, "Duties": told})
    return replace(snapshot, resources=tuple(resources))


def _is_named(record: Resource, name: str) -> bool:
    return record.kind in _NAMED and name in (record.label, record.body.get(_NAMED[record.kind]))


def _made(user: DeclaredUser, duties: dict[str, list[str]]) -> Resource:
    """A user as a role of which only the policies are known."""
    inline = inline_policies(user.policies)
    body = PlacedMap({"RoleName": user.name, "RolePolicyList": inline, "AttachedManagedPolicies": PlacedList()})
    body["Duties"] = duties
    return Part("iam:Role", user.name, user.name, Place(user.policies[0][0], 1, 1), body).resource()
