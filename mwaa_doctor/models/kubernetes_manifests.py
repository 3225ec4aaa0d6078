"""Roles and role bindings of Kubernetes in the YAML files of a project: who may do what in which namespace.

Files are read within bounds, and only those that name such a kind. Templates (Helm) and generators (Kustomize, generic
lists) leave the picture incomplete, so that an absence proves nothing. Aliases are refused: manifests have none, and
they let a small text grow without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes

_KINDS = re.compile(rb"^[\s\-]*kind:\s*[\"']?(?:Cluster)?Role(?:Binding)?\b", re.MULTILINE)
_ENDINGS = (".yaml", ".yml")
_GENERATORS = ("kustomization.yaml", "kustomization.yml", "Chart.yaml")
_MAX_BYTES = 256 * 1024
_MAX_FILES = 2_000
_MAX_DOCUMENTS = 200
_USERS = ("User", "Group")


@dataclass(frozen=True, slots=True)
class Role:
    """A ``Role`` or ``ClusterRole``; ``rules`` are its resources and verbs, ``namespace`` is empty if it names none."""

    kind: str
    name: str
    namespace: str
    rules: tuple[tuple[frozenset[str], frozenset[str]], ...]
    place: Place

    def allows(self, verb: str, resource: str) -> bool:
        """Whether a rule of the role allows the verb on the resource of the core group, such as ``pods/log``."""
        return any(bool({resource, "*"} & resources) and bool({verb, "*"} & verbs) for resources, verbs in self.rules)


@dataclass(frozen=True, slots=True)
class RoleBinding:
    """A ``RoleBinding`` or ``ClusterRoleBinding``: the role, and the users and groups that get it (``subjects``)."""

    kind: str
    name: str
    namespace: str
    role: tuple[str, str]
    subjects: tuple[tuple[str, str], ...]
    place: Place

    @property
    def users(self) -> tuple[tuple[str, str], ...]:
        """The subjects from outside of the cluster, as which MWAA comes."""
        return tuple(subject for subject in self.subjects if subject[0] in _USERS)


@dataclass(frozen=True, slots=True)
class Manifests:
    """What a project's manifests grant; ``complete`` is false if more may be granted than could be read."""

    roles: tuple[Role, ...] = ()
    bindings: tuple[RoleBinding, ...] = ()
    complete: bool = True

    def role_of(self, binding: RoleBinding) -> Role | None:
        """The role that a binding names, or ``None`` if no manifest holds it."""
        kind, name = binding.role
        fitting = [role for role in self.roles if (role.kind, role.name) == (kind, name)]
        if kind == "Role":
            fitting = [role for role in fitting if role.namespace == binding.namespace]
        return fitting[0] if len(fitting) == 1 else None


def read_manifests(base: Path, files: Iterable[str]) -> Manifests:
    """The roles and bindings in the YAML files of a project."""
    roles: list[Role] = []
    bindings: list[RoleBinding] = []
    paths = [path for path in files if path.endswith(_ENDINGS)]
    complete = len(paths) <= _MAX_FILES and not any(path.endswith(_GENERATORS) for path in paths)
    for path in paths[:_MAX_FILES]:
        data = read_bytes(base, path, _MAX_BYTES)
        if not isinstance(data, bytes):
            complete = False
        elif _KINDS.search(data):
            found = _read(path, data)
            complete = complete and found is not None
            for item in found or ():
                (roles if isinstance(item, Role) else bindings).append(item)  # type: ignore[arg-type]
    return Manifests(tuple(roles), tuple(bindings), complete)


def _read(path: str, data: bytes) -> list[Role | RoleBinding] | None:
    """The roles and bindings of a file; ``None`` if it is no plain YAML."""
    import yaml

    class Loader(yaml.SafeLoader):
        """The safe loader without aliases."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are refused")
            return super().compose_node(parent, index)

    found: list[Role | RoleBinding] = []
    try:
        loader = Loader(data.decode("utf-8"))
        for _ in range(_MAX_DOCUMENTS):
            if not loader.check_node():
                return found
            node: Any = loader.get_node()
            line = node.start_mark.line + 1
            document = loader.construct_document(node)
            if document is None:
                continue
            if not isinstance(document, dict) or document.get("kind") == "List":
                return None
            found.extend(_item(document, Place(path, line)))
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return None


def _item(document: dict[str, Any], place: Place) -> Iterator[Role | RoleBinding]:
    kind = document.get("kind")
    metadata = document.get("metadata") or {}
    name, namespace = str(metadata.get("name", "")), str(metadata.get("namespace", ""))
    if kind in ("Role", "ClusterRole"):
        rules = tuple(
            (frozenset(map(str, rule.get("resources") or ())), frozenset(map(str, rule.get("verbs") or ())))
            for rule in document.get("rules") or ()
            if {"", "*"} & set(rule.get("apiGroups") or ())
        )
        yield Role(kind, name, namespace, rules, place)
    elif kind in ("RoleBinding", "ClusterRoleBinding"):
        reference = document.get("roleRef") or {}
        subjects = tuple((str(item["kind"]), str(item["name"])) for item in document.get("subjects") or ())
        role = (str(reference.get("kind", "")), str(reference.get("name", "")))
        yield RoleBinding(kind, name, namespace, role, subjects, place)
