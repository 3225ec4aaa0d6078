"""What the MWAA API takes, by botocore's model of the service: names, types, patterns, ranges.

The model is that of the installed botocore, read when an environment is judged and not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mwaa_doctor.models.snapshot import Step
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

_INTAKE = ("CreateEnvironmentInput", "UpdateEnvironmentInput")
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that the API refuses: where it is, what the API would answer, and the words of the model behind it.

    ``kind`` is ``missing``, ``type``, ``enum``, ``pattern``, ``length``, ``count`` or ``range``.
    """

    path: tuple[Step, ...]
    kind: str
    value: Any
    answer: str
    allowed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The path as messages show it: ``LoggingConfiguration.TaskLogs.LogLevel``."""
        return shown_path(self.path)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A property that the API does not know; ``known`` are those it knows at this place."""

    path: tuple[Step, ...]
    known: tuple[str, ...]


def shown_path(path: Iterable[Step]) -> str:
    """A path as messages show it: ``NetworkConfiguration.SubnetIds[2]``."""
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown


def refusals(body: Mapping[str, Any], leave_out: frozenset[str] = frozenset()) -> Iterator[Refusal]:
    """What ``CreateEnvironment`` refuses of an environment; values that are not known are passed over.

    ``leave_out`` are properties that are not looked into, although they must be there if required.
    """
    shapes = _shapes()
    structure = shapes[_INTAKE[0]]
    for name in structure.get("required", ()):
        if body.get(name) is None:
            yield Refusal((name,), "missing", None, _missing(name))
    for name, member in _members().items():
        if name in body and name not in leave_out:
            yield from _judge(member, body[name], (name,))


def strangers(body: Mapping[str, Any]) -> Iterator[Stranger]:
    """The properties that neither goes into the API nor comes out of it."""
    shapes = _shapes()
    known = {**shapes["Environment"]["members"], **_members_by_shape()}
    yield from _strangers(known, body, ())


def property_names() -> frozenset[str]:
    """The names of all properties at the top."""
    return frozenset(_members())


@cache
def _shapes() -> Mapping[str, Any]:
    from botocore.loaders import Loader

    model = Loader().load_service_model("mwaa", "service-2")
    shapes: Mapping[str, Any] = model["shapes"]
    return shapes


@cache
def _members() -> Mapping[str, str]:
    return {name: member["shape"] for name, member in _members_by_shape().items()}


def _members_by_shape() -> dict[str, Any]:
    shapes = _shapes()
    members: dict[str, Any] = {}
    for name in reversed(_INTAKE):
        members.update(shapes[name]["members"])
    return members


def _strangers(known: Mapping[str, Any], body: Mapping[str, Any], path: tuple[Step, ...]) -> Iterator[Stranger]:
    shapes = _shapes()
    for name, value in body.items():
        if name not in known:
            yield Stranger((*path, name), tuple(known))
            continue
        shape = shapes[known[name]["shape"]]
        if shape["type"] == "structure" and isinstance(value, Mapping):
            answered = shapes.get(known[name]["shape"].removesuffix("Input"), {}).get("members", {})
            yield from _strangers({**answered, **shape["members"]}, value, (*path, name))


def _judge(shape_name: str, value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if value is None or isinstance(value, (Unknown, TemplateText)) or len(path) > _MAX_DEPTH:
        return
    shape = _shapes()[shape_name]
    judge = _JUDGES.get(shape["type"])
    if judge is not None:
        yield from judge(shape, value, path)


def _judge_structure(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if not isinstance(value, Mapping):
        yield _wrong_type(path, value, "structure")
        return
    for name in shape.get("required", ()):
        if value.get(name) is None:
            yield Refusal((*path, name), "missing", None, _missing(shown_path((*path, name))))
    for name, member in shape["members"].items():
        if name in value:
            yield from _judge(member["shape"], value[name], (*path, name))


def _judge_map(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if not isinstance(value, Mapping):
        yield _wrong_type(path, value, "map")
        return
    yield from _count(shape, value, path)
    for key, item in value.items():
        for refusal in _judge(shape["key"]["shape"], key, (*path, key)):
            yield Refusal(refusal.path, f"key-{refusal.kind}", key, refusal.answer)
        yield from _judge(shape["value"]["shape"], item, (*path, key))


def _judge_list(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if not isinstance(value, (list, tuple)):
        yield _wrong_type(path, value, "list")
        return
    yield from _count(shape, value, path)
    for position, item in enumerate(value):
        yield from _judge(shape["member"]["shape"], item, (*path, position))


def _judge_string(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        yield _wrong_type(path, value, "string")
        return
    text = str(value)
    if "enum" in shape and text not in shape["enum"]:
        answer = f"Member must satisfy enum value set: [{', '.join(shape['enum'])}]"
        yield Refusal(path, "enum", text, answer, tuple(shape["enum"]))
        return
    if len(text) < shape.get("min", 0) or len(text) > shape.get("max", len(text)):
        yield Refusal(path, "length", text, _length(shape, len(text), "Member"))
        return
    pattern = shape.get("pattern")
    if pattern is not None and not _fits(pattern, text):
        yield Refusal(path, "pattern", text, f"Member must satisfy regular expression pattern: {pattern}")


def _judge_integer(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    try:
        number = int(value) if not isinstance(value, (bool, float)) else None
    except (TypeError, ValueError):
        number = None
    if number is None:
        yield _wrong_type(path, value, "integer")
    elif number < shape.get("min", number):
        answer = f"Member must have value greater than or equal to {shape['min']}"
        yield Refusal(path, "range", number, answer)
    elif number > shape.get("max", number):
        answer = f"Member must have value less than or equal to {shape['max']}"
        yield Refusal(path, "range", number, answer)


def _judge_boolean(_shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if not isinstance(value, bool) and str(value).lower() not in {"true", "false"}:
        yield _wrong_type(path, value, "boolean")


_JUDGES = {
    "structure": _judge_structure,
    "map": _judge_map,
    "list": _judge_list,
    "string": _judge_string,
    "integer": _judge_integer,
    "boolean": _judge_boolean,
}


def _count(shape: Mapping[str, Any], value: Any, path: tuple[Step, ...]) -> Iterator[Refusal]:
    if any(isinstance(item, Unknown) for item in value):
        return
    if len(value) < shape.get("min", 0) or len(value) > shape.get("max", len(value)):
        yield Refusal(path, "count", len(value), _length(shape, len(value), "Member"))


def _length(shape: Mapping[str, Any], length: int, subject: str) -> str:
    if length < shape.get("min", 0):
        return f"{subject} must have length greater than or equal to {shape['min']}"
    return f"{subject} must have length less than or equal to {shape['max']}"


def _missing(name: str) -> str:
    return f"Value null at '{name}' failed to satisfy constraint: Member must not be null"


def _wrong_type(path: tuple[Step, ...], value: Any, wanted: str) -> Refusal:
    return Refusal(path, "type", value, f"Invalid type for parameter {shown_path(path)}, valid types: {wanted}")


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    # Java's classes of characters are written otherwise in Python.
    python = pattern.replace(r"\p{L}\p{Z}\p{N}_", r"\w\s")
    try:
        return None if r"\p" in python else re.compile(python)
    except re.error:
        return None


def _fits(pattern: str, text: str) -> bool:
    """Whether the API takes a text; one that this program cannot read takes everything."""
    compiled = _compiled(pattern)
    return compiled is None or compiled.fullmatch(text) is not None
