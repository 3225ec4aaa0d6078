"""Policy documents from files: JSON or YAML, plain or as the AWS CLI prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mwaa_doctor.models.iam.policy import Fault, Places, Policy, Role
from mwaa_doctor.models.iam.reader import read_policy
from mwaa_doctor.models.placed_json import JsonError, PlacedJson, decode_json, read_json
from mwaa_doctor.rule import Place

MAX_BYTES = 8 * 1024 * 1024
_WRAPPERS: tuple[tuple[str, ...], ...] = (
    ("PolicyDocument",),
    ("PolicyVersion", "Document"),
    ("Role", "AssumeRolePolicyDocument"),
    ("ResourcePolicy",),
    ("Policy",),
    ("Document",),
)


class DocumentError(Exception):
    """A document that cannot be judged: one sentence that names the file and the line."""


def load_policy(path: Path, role: Role, shown: str | None = None) -> Policy:
    """Read a policy from a file; ``shown`` is how the user calls it. Raises ``DocumentError``."""
    name = shown if shown is not None else path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else "no name of a file"
        raise DocumentError(f"{name} cannot be read: {reason}") from None
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB")
    return _checked(read_document(data, name, role))


def inline_policy(document: Any, name: str, role: Role) -> Policy:
    """A policy from decoded JSON, or from a text that holds JSON. Raises ``DocumentError``."""
    if isinstance(document, str):
        return _checked(read_document(document.encode("utf-8", "replace"), name, role))
    inner, _ = _unwrap(PlacedJson(document, {}))
    if isinstance(inner, str):
        return inline_policy(inner, name, role)
    return _checked(read_policy(inner, name, role, Place(name)))


def read_document(data: bytes, name: str, role: Role) -> Policy:
    """A policy from the bytes of a file. Raises ``DocumentError`` if it is neither JSON nor YAML."""
    found = _decode(data, name)
    inner, prefix = _unwrap(found)
    if isinstance(inner, str) and prefix:
        return read_document(inner.encode("utf-8", "replace"), name, role)
    places: Places = found.places
    if prefix:
        depth = len(prefix)
        places = {path[depth:]: place for path, place in found.places.items() if path[:depth] == prefix}
    policy = read_policy(inner, name, role, Place(name), places)
    repeated = tuple(
        Fault(place, f"`{path[-1]}` is written twice; AWS refuses that", fatal=False) for path, place in found.repeated
    )
    return policy if not repeated else _with_faults(policy, repeated)


def _with_faults(policy: Policy, faults: tuple[Fault, ...]) -> Policy:
    return replace(policy, faults=(*policy.faults, *faults))


def _decode(data: bytes, name: str) -> PlacedJson:
    try:
        return read_json(data, name)
    except JsonError as problem:
        if not name.endswith((".yaml", ".yml")):
            raise DocumentError(f"{_shown(problem.place)} is not JSON: {problem.message}") from None
    from mwaa_doctor.models.placed_yaml import read_yaml

    try:
        return read_yaml(data, name)
    except JsonError as problem:
        raise DocumentError(f"{_shown(problem.place)} is not YAML: {problem.message}") from None


def _shown(place: Place) -> str:
    return ":".join([place.path, *(str(number) for number in (place.line, place.column) if number)])


def _unwrap(found: PlacedJson) -> tuple[Any, tuple[str, ...]]:
    """The document inside an answer of the AWS CLI, and the path to it."""
    value = found.value
    if isinstance(value, Mapping) and "Statement" not in value:
        for path in _WRAPPERS:
            inner: Any = value
            for step in path:
                inner = inner.get(step) if isinstance(inner, Mapping) else None
            if isinstance(inner, Mapping) or (isinstance(inner, str) and inner.lstrip().startswith("{")):
                return inner, path
    return value, ()


def _checked(policy: Policy) -> Policy:
    fault = policy.fatal
    if fault is None:
        return policy
    raise DocumentError(f"{_shown(fault.place)}: {fault.message}")


def is_json_text(text: str) -> bool:
    """Whether a text holds a document rather than the name of a file."""
    return text.lstrip().startswith("{")


def decode_line(line: bytes) -> Any:
    """One line of JSON. Raises ``DocumentError``."""
    try:
        return decode_json(line, "the line")
    except JsonError as problem:
        at = f" at column {problem.place.column}" if problem.place.column else ""
        raise DocumentError(f"the line is not JSON{at}: {problem.message}") from None
