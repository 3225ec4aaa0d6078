"""What the parts of a template name: other resources, parameters, conditions, functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.document import MarkedList, MarkedMap

if TYPE_CHECKING:
    from mwaa_doctor.sources.cloudformation.template import Declaration, Template

_VARIABLE = re.compile(r"\$\{\s*([^!${}\s][^${}]*?)\s*\}")
_MAX_VALUES = 2_000_000
_CONTAINERS = (MarkedMap, MarkedList)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a function: ``name`` is the logical id, parameter or condition that it names, if it names one."""

    function: str
    name: str
    place: Place


def uses(template: Template, node: Any, place: Place) -> Iterator[Use]:
    """The uses in an unevaluated value, those of shared values (aliases) once."""
    seen: set[int] = set()
    todo: list[tuple[Any, Place]] = [(node, place)]
    while todo and len(seen) < _MAX_VALUES:
        value, where = todo.pop()
        if not isinstance(value, _CONTAINERS) or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, MarkedList):
            marked = zip(value, value.marks, strict=True)
            todo.extend((item, template.place(mark)) for item, mark in marked if isinstance(item, _CONTAINERS))
            continue
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                yield from _named(name, argument, where)
        todo.extend(
            (item, template.place(value.marks[key])) for key, item in value.items() if isinstance(item, _CONTAINERS)
        )


def _named(function: str, argument: Any, place: Place) -> Iterator[Use]:
    if function == "Ref" and isinstance(argument, str):
        yield Use(function, argument, place)
    elif function == "Fn::GetAtt":
        first = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(first, str):
            yield Use(function, first.partition(".")[0], place)
    elif function == "Fn::If" and isinstance(argument, list) and argument and isinstance(argument[0], str):
        yield Use(function, argument[0], place)
    elif function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        given = argument[1] if isinstance(argument, list) and len(argument) > 1 else None
        values = given if isinstance(given, dict) else {}
        for name in _VARIABLE.findall(text) if isinstance(text, str) else ():
            if name not in values:
                yield Use("Fn::GetAtt" if "." in name else "Ref", name.partition(".")[0], place)
    else:
        yield Use(function, "", place)


def needs(template: Template) -> dict[str, frozenset[str]]:
    """The resources that each resource waits for, by ``DependsOn`` or because it names them."""
    return {name: frozenset(_needed(template, declared)) for name, declared in template.resources.items()}


def _needed(template: Template, declaration: Declaration) -> Iterator[str]:
    for name, _ in declaration.depends_on:
        if name in template.resources:
            yield name
    for use in uses(template, declaration.properties, declaration.place):
        if use.function != "Fn::If" and use.name in template.resources and use.name not in template.parameters:
            yield use.name
