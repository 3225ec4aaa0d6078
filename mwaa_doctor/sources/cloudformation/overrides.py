"""Values for the parameters of templates, in the forms that the AWS CLI and CodePipeline take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mwaa_doctor.sources.document import DocumentError, MarkedList, MarkedMap, read_document

_PAIR = re.compile(r"\s*([A-Za-z0-9]+)=(.*)", re.DOTALL)


def read_overrides(data: bytes, path: str) -> Mapping[str, str]:
    """Read a file of overrides; raises ``DocumentError``.

    It is a list of ``ParameterKey`` and ``ParameterValue``, a list or lines of ``Name=value``, a mapping of names, or a
    mapping with such a one under ``Parameters``.
    """
    text = data.decode("utf-8-sig", errors="replace")
    if text.lstrip()[:1] not in ("{", "[") and not path.endswith((".json", ".yaml", ".yml")):
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        return dict(_pair(line) for line in lines)
    value = read_document(data, path).value
    if isinstance(value, MarkedMap):
        inner = value.get("Parameters", value)
        if isinstance(inner, MarkedMap):
            return {name: _text(name, one) for name, one in inner.items() if one is not None}
    if isinstance(value, MarkedList):
        return dict(pair for one in value if (pair := _member(one)) is not None)
    raise DocumentError("it holds no parameters: give a mapping of names and values", 1, 1)


def _member(one: Any) -> tuple[str, str] | None:
    if isinstance(one, str):
        return _pair(one)
    if isinstance(one, MarkedMap) and isinstance(one.get("ParameterKey"), str):
        name = one["ParameterKey"]
        if one.get("UsePreviousValue") is True or "ParameterValue" not in one:
            return None
        return name, _text(name, one["ParameterValue"])
    raise DocumentError("a parameter has neither the form `Name=value` nor a `ParameterKey`")


def _pair(text: str) -> tuple[str, str]:
    found = _PAIR.fullmatch(text)
    if found is None:
        raise DocumentError("a parameter has not the form `Name=value`")
    value = found[2].strip()
    return found[1], value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value


def _text(name: str, value: Any) -> str:
    if isinstance(value, MarkedList) and all(isinstance(item, (str, int, float)) for item in value):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise DocumentError(f"the value of the parameter `{name}` is no text")
