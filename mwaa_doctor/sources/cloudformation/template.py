"""The sections of a template, unevaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation.references import needs
from mwaa_doctor.sources.document import Document, DocumentError, Mark, MarkedList, MarkedMap

_REWRITES_NOTHING_HERE = frozenset(
    {"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::SecretsManager-2020-07-23",
     "AWS::SecretsManager-2024-09-16", "AWS::CodeDeployBlueGreen", "AWS::Include"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    """One resource as it is written: its logical id, type, unevaluated properties, condition and ``DependsOn``."""

    name: str
    type: str
    properties: MarkedMap
    place: Place
    condition: str = ""
    depends_on: tuple[tuple[str, Place], ...] = ()
    raw: MarkedMap = field(default_factory=MarkedMap, repr=False)


@dataclass(frozen=True)
class Template:
    """The sections of a template; ``overrides`` are values given for parameters.

    ``macros`` are transforms of the account's own, which may rewrite anything.
    """

    path: str
    document: Document
    resources: Mapping[str, Declaration]
    parameters: MarkedMap
    mappings: MarkedMap
    conditions: MarkedMap
    transforms: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """The resources that each resource waits for."""
        return needs(self)

    def place(self, mark: Mark) -> Place:
        """A place in the template."""
        return Place(self.path, *mark)


def read_template(path: str, document: Document, overrides: Mapping[str, str] | None = None) -> Template:
    """Take a template apart; raises ``DocumentError`` if it has no resources or a section of another kind."""
    top = document.value
    if not isinstance(top, MarkedMap):
        raise DocumentError("it is no mapping with a section `Resources`", 1, 1)
    resources = _section(top, "Resources")
    transforms = tuple(_transforms(top.get("Transform")))
    return Template(
        path,
        document,
        dict(_declarations(path, resources)),
        _section(top, "Parameters"),
        _section(top, "Mappings"),
        _section(top, "Conditions"),
        transforms,
        tuple(name for name in transforms if name not in _REWRITES_NOTHING_HERE),
        overrides or {},
    )


def _section(top: MarkedMap, name: str) -> MarkedMap:
    value = top.get(name)
    if value is None:
        return MarkedMap()
    if not isinstance(value, MarkedMap):
        line, column, *_ = top.marks[name]
        raise DocumentError(f"its section `{name}` is no mapping", line, column)
    return value


def _transforms(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, MarkedList) else [value]:
        name = one.get("Name") if isinstance(one, MarkedMap) else one
        if isinstance(name, str):
            yield name


def _declarations(path: str, resources: MarkedMap) -> Iterator[tuple[str, Declaration]]:
    for name, raw in resources.items():
        mark = resources.marks[name]
        if name.startswith("Fn::"):
            continue
        if not isinstance(raw, MarkedMap):
            raise DocumentError(f"the resource `{name}` is no mapping", mark[0], mark[1])
        kind = raw.get("Type")
        if not isinstance(kind, str):
            raise DocumentError(f"the resource `{name}` has no `Type`", mark[0], mark[1])
        properties = raw.get("Properties")
        if properties is not None and not isinstance(properties, MarkedMap):
            line, column, *_ = raw.marks["Properties"]
            raise DocumentError(f"the properties of `{name}` are no mapping", line, column)
        condition = raw.get("Condition")
        yield (
            name,
            Declaration(
                name,
                kind,
                properties if properties is not None else MarkedMap(),
                Place(path, *mark),
                condition if isinstance(condition, str) else "",
                tuple(_depends_on(path, raw)),
                raw,
            ),
        )


def _depends_on(path: str, raw: MarkedMap) -> Iterator[tuple[str, Place]]:
    value = raw.get("DependsOn")
    if isinstance(value, str):
        yield value, Place(path, *raw.marks["DependsOn"])
    elif isinstance(value, MarkedList):
        for one, mark in zip(value, value.marks, strict=True):
            if isinstance(one, str):
                yield one, Place(path, *mark)
