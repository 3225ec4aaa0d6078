"""The intrinsic functions of CloudFormation, each on an unevaluated argument."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.sources.document import MarkedList, MarkedMap
from mwaa_doctor.sources.placed import PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from mwaa_doctor.sources.cloudformation.evaluation import Evaluation

_VARIABLE = re.compile(r"\$\{([^${}]*)\}")
_MAX_BLOCKS = 256
_MAX_TEXT = 1_000_000


class _NoValue:
    """Stands for ``AWS::NoValue``."""


NO_VALUE: Final = _NoValue()


def as_text(value: Any) -> Text | Unknown | None:
    """A scalar as the text that CloudFormation makes of it; ``None`` for what is none."""
    if isinstance(value, (str, TemplateText, Unknown)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else None


def is_known(value: Any) -> bool:
    """Whether a value is known in all its parts."""
    if isinstance(value, dict):
        return all(map(is_known, value.values()))
    if isinstance(value, list):
        return all(map(is_known, value))
    return not isinstance(value, (Unknown, TemplateText)) and value is not NO_VALUE


def _malformed(name: str, takes: str) -> Unknown:
    return Unknown(f"`{name}` is malformed: it takes {takes}")


def _shape(node: Any) -> str:
    """A short name for an expression: equal ones have equal names."""
    if isinstance(node, MarkedMap) and len(node) == 1:
        ((name, argument),) = node.items()
        if name == "Ref" and isinstance(argument, str):
            return argument
        if name == "Fn::GetAtt" and isinstance(argument, list):
            return ".".join(map(str, argument))
        return f"{name.removeprefix('Fn::')}({_shape(argument)})"
    if isinstance(node, MarkedList):
        return ", ".join(map(_shape, node))
    return json.dumps(node, default=str)[:200] if not isinstance(node, str) else node[:200]


def _get_att(run: Evaluation, argument: Any) -> Any:
    parts = argument if isinstance(argument, list) else str(argument).split(".", 1)
    if len(parts) < 2 or not isinstance(parts[0], str):
        return _malformed("Fn::GetAtt", "a logical id and an attribute")
    names = [run.value(part) for part in parts[1:]]
    if not all(isinstance(name, str) for name in names):
        return Unknown(f"the attribute of `{parts[0]}` is not known")
    return run.attribute(parts[0], ".".join(names))


def _sub(run: Evaluation, argument: Any) -> Any:
    text, given = argument, PlacedMap()
    if isinstance(argument, list):
        if len(argument) != 2 or not isinstance(argument[1], MarkedMap):
            return _malformed("Fn::Sub", "a text, or a text and a mapping")
        text = argument[0]
        evaluated = run.value(argument[1])
        given = evaluated if isinstance(evaluated, PlacedMap) else given
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        return _malformed("Fn::Sub", "a text, or a text and a mapping")
    parts: list[Text] = []
    for position, piece in enumerate(_VARIABLE.split(text)):
        if position % 2 == 0:
            parts.append(piece)
            continue
        name = piece.strip()
        if name.startswith("!"):
            parts.append(f"${{{name[1:]}}}")
            continue
        value = as_text(_variable(run, name, given))
        if value is None or isinstance(value, Unknown):
            return value or Unknown(f"`{name}` in `Fn::Sub` is no text")
        parts.append(value)
    return _joined(parts)


def _variable(run: Evaluation, name: str, given: PlacedMap) -> Any:
    if name in given:
        return given[name]
    if "." in name:
        first, _, rest = name.partition(".")
        return run.attribute(first, rest)
    return run.reference(name)


def _join(run: Evaluation, argument: Any) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return _malformed("Fn::Join", "a delimiter and a list")
    members = run.value(argument[1])
    if isinstance(members, Unknown):
        return Unknown(members.reason)
    if not isinstance(members, list):
        return _malformed("Fn::Join", "a delimiter and a list")
    parts: list[Text] = []
    for member in members:
        text = as_text(member)
        if text is None or isinstance(text, Unknown):
            return text or Unknown("`Fn::Join` joins something that is no text")
        parts.extend((argument[0], text))
    return _joined(parts[1:])


def _joined(parts: list[Text]) -> Text | Unknown:
    """The text that parts make, unless it grows beyond what any resource takes."""
    size = sum(len(part) if isinstance(part, str) else sum(map(_size, part.parts)) for part in parts)
    return join_texts(parts) if size <= _MAX_TEXT else Unknown(f"a text has more than {_MAX_TEXT:,} characters")


def _size(part: str | Hole) -> int:
    return len(part) if isinstance(part, str) else 1


def _split(run: Evaluation, argument: Any) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str) or not argument[0]:
        return _malformed("Fn::Split", "a delimiter and a text")
    text = as_text(run.value(argument[1]))
    if isinstance(text, str):
        return PlacedList(text.split(argument[0]))
    if not isinstance(text, TemplateText):
        return text or _malformed("Fn::Split", "a delimiter and a text")
    if argument[0] not in ":,|" or not all(hole.distinct or hole.name.startswith("AWS::") for hole in text.holes):
        return text.unknown
    # Ids, account numbers and Regions hold none of these delimiters.
    members: list[list[str | Hole]] = [[]]
    for part in text.parts:
        if isinstance(part, Hole):
            members[-1].append(part)
            continue
        first, *others = part.split(argument[0])
        members[-1].append(first)
        members.extend([other] for other in others)
    return PlacedList(join_texts(member) for member in members)


def _select(run: Evaluation, argument: Any) -> Any:
    if not isinstance(argument, list) or len(argument) != 2:
        return _malformed("Fn::Select", "a position and a list")
    index = as_text(run.value(argument[0]))
    if isinstance(index, TemplateText):
        return index.unknown
    if not isinstance(index, str) or not index.isdecimal() or len(index) > 6:
        return index if isinstance(index, Unknown) else _malformed("Fn::Select", "a position and a list")
    members = run.value(argument[1])
    if isinstance(members, Unknown):
        name = _shape(argument[1])
        different = name if name.startswith(("GetAZs", "Cidr")) else ""
        return TemplateText((Hole(f"{name}[{index}]", members.reason, different),))
    if not isinstance(members, list):
        return _malformed("Fn::Select", "a position and a list")
    if int(index) >= len(members):
        return Unknown(f"`Fn::Select` asks for member {index} of {len(members)}")
    return members[int(index)]


def _find_in_map(run: Evaluation, argument: Any) -> Any:
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        return _malformed("Fn::FindInMap", "a mapping and two keys")
    keys = [as_text(run.value(item)) for item in argument[:3]]
    for key in keys:
        if key is None or isinstance(key, Unknown):
            return key or _malformed("Fn::FindInMap", "a mapping and two keys")
    found = [run.template.mappings]
    for key in keys:
        found = [inner for one in found for inner in _inner(one, key)]
    default = argument[3].get("DefaultValue") if len(argument) == 4 and isinstance(argument[3], MarkedMap) else None
    if not found:
        names = ".".join(map(str, keys))
        return (
            run.evaluate(default) if default is not None else Unknown(f"the mapping `{names}` is not in the template")
        )
    first = run.evaluate(found[0])
    if all(one == found[0] for one in found[1:]) and (default is None or _decided(keys)):
        return first
    unknown = next(key.unknown for key in keys if isinstance(key, TemplateText))
    scalar = all(not isinstance(one, (MarkedMap, MarkedList)) for one in found)
    return TemplateText((Hole(f"FindInMap({', '.join(map(str, keys))})", unknown.reason),)) if scalar else unknown


def _decided(keys: Iterable[Any]) -> bool:
    return all(isinstance(key, str) for key in keys)


def _inner(node: Any, key: Any) -> list[Any]:
    """What a mapping has under a key, or under every key that it may be."""
    if not isinstance(node, MarkedMap):
        return []
    if isinstance(key, str):
        return [node[key]] if key in node else []
    return list(node.values())


def _base64(run: Evaluation, argument: Any) -> Any:
    text = as_text(run.value(argument))
    if isinstance(text, str):
        return base64.b64encode(text.encode()).decode()
    if isinstance(text, TemplateText):
        return TemplateText((Hole(f"Base64({text})", text.reason),))
    return text or _malformed("Fn::Base64", "a text")


def _cidr(run: Evaluation, argument: Any) -> Any:
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        return _malformed("Fn::Cidr", "a block, a count and the bits of a host")
    values = [as_text(run.value(item)) for item in argument]
    for value in values:
        if isinstance(value, (Unknown, TemplateText)):
            return value if isinstance(value, Unknown) else value.unknown
    try:
        network = ipaddress.ip_network(str(values[0]), strict=False)
        count = int(str(values[1]))
        prefix = network.max_prefixlen - int(str(values[2]) if len(values) == 3 else "8")
        if not 0 < count <= _MAX_BLOCKS or prefix < network.prefixlen:
            raise ValueError
        size = 1 << (network.max_prefixlen - prefix)
        if count * size > network.num_addresses:
            raise ValueError
        first = int(network.network_address)
        kind = type(network.network_address)
        return PlacedList(f"{kind(first + number * size)}/{prefix}" for number in range(count))
    except ValueError:
        return _malformed("Fn::Cidr", "a block, a count of at most 256 blocks that fit into it and the bits of a host")


def _get_azs(run: Evaluation, argument: Any) -> Any:
    region = as_text(run.value(argument))
    if isinstance(region, Unknown):
        return region
    where = region or run.pseudo("AWS::Region")
    return Unknown(f"the zones of `{where}` are known on deployment only")


def _import_value(run: Evaluation, argument: Any) -> Any:
    name = as_text(run.value(argument))
    if name is None or isinstance(name, Unknown):
        return name or _malformed("Fn::ImportValue", "a text")
    return TemplateText((Hole(f"ImportValue({name})", f"`Fn::ImportValue` of `{name}` comes from another stack"),))


def _to_json(run: Evaluation, argument: Any) -> Any:
    value = run.value(argument)
    if is_known(value):
        return json.dumps(value, separators=(",", ":"))
    return Unknown("`Fn::ToJsonString` of something that is known on deployment only")


def _length(run: Evaluation, argument: Any) -> Any:
    value = run.value(argument)
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, Unknown) else _malformed("Fn::Length", "a list")


def _transform(_run: Evaluation, argument: Any) -> Any:
    name = argument.get("Name") if isinstance(argument, MarkedMap) else None
    return Unknown(f"the macro `{name or 'Fn::Transform'}` is run on deployment only")


def _only_in_conditions(_run: Evaluation, _argument: Any) -> Any:
    return Unknown("a condition stands where a value belongs")


FUNCTIONS: dict[str, Callable[[Evaluation, Any], Any]] = {
    "Fn::And": _only_in_conditions,
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::Equals": _only_in_conditions,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::GetAtt": _get_att,
    "Fn::ImportValue": _import_value,
    "Fn::Join": _join,
    "Fn::Length": _length,
    "Fn::Not": _only_in_conditions,
    "Fn::Or": _only_in_conditions,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _to_json,
    "Fn::Transform": _transform,
}
KNOWN_FUNCTIONS = frozenset({*FUNCTIONS, "Fn::If", "Ref"})
"""The functions that templates may use; those of ``Rules`` and of language extensions stand elsewhere."""
