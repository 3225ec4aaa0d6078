"""Evaluates the values of a template as far as they are decided before it is deployed.

A value becomes a plain one, a ``TemplateText`` with holes, or an ``Unknown`` that says why it is not known.  Containers
keep the places of their members.  Nothing raises: what is malformed is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts, may_be_equal
from mwaa_doctor.sources.cloudformation import identity
from mwaa_doctor.sources.cloudformation.functions import FUNCTIONS, NO_VALUE, as_text, is_known
from mwaa_doctor.sources.cloudformation.template import Declaration, Template
from mwaa_doctor.sources.document import MarkedList, MarkedMap
from mwaa_doctor.sources.placed import PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown

_PSEUDO_LISTS = ("AWS::NotificationARNs",)
PSEUDO_PARAMETERS = frozenset(
    {"AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId",
     "AWS::StackName", "AWS::URLSuffix"}
)  # fmt: skip
_DYNAMIC = re.compile(r"(\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]+\}\})")
_MAX_STEPS = 2_000_000
_MAX_REFERENCES = 40


class Evaluation:
    """Evaluates values of one template; ``pseudo`` are the pseudo parameters that are known from elsewhere."""

    def __init__(self, template: Template, pseudo: Mapping[str, str]) -> None:
        self.template = template
        self._pseudo = dict(pseudo)
        self._conditions: dict[str, bool | Unknown] = {}
        self._properties: dict[tuple[str, str], Any] = {}
        self._open: set[tuple[str, str]] = set()
        self._steps = 0

    # -- values ------------------------------------------------------------------------------------------------------

    def value(self, node: Any) -> Any:
        """Evaluate a value; ``None`` if it is null or ``AWS::NoValue``."""
        found = self.evaluate(node)
        return None if found is NO_VALUE else found

    def evaluate(self, node: Any) -> Any:
        """Evaluate a value; ``NO_VALUE`` removes it from what holds it."""
        self._steps += 1
        if self._steps > _MAX_STEPS:
            return Unknown(f"{self.template.path} holds too many values")
        if isinstance(node, str):
            return _with_dynamic_references(node) if "{{resolve:" in node else node
        if isinstance(node, MarkedMap):
            if len(node) == 1:
                (name,) = node
                if name == "Ref" or name.startswith("Fn::"):
                    return self._call(name, node[name])
            return self._map(node)
        if isinstance(node, MarkedList):
            return self._list(node)
        return node

    def _map(self, node: MarkedMap) -> PlacedMap:
        found = PlacedMap()
        for key, item in node.items():
            value = self.evaluate(item)
            if value is not NO_VALUE:
                found[key] = value
                found.places[key] = self.template.place(node.marks[key])
        return found

    def _list(self, node: MarkedList) -> PlacedList:
        found = PlacedList()
        for item, mark in zip(node, node.marks, strict=True):
            value = self.evaluate(item)
            if value is not NO_VALUE:
                found.add(value, self.template.place(mark))
        return found

    def _call(self, name: str, argument: Any) -> Any:
        if name == "Ref":
            return self.reference(argument)
        if name == "Fn::If":
            return self._if(argument)
        function = FUNCTIONS.get(name)
        if function is None:
            return Unknown(f"`{name}` is not known to this program")
        return function(self, argument)

    def _if(self, argument: Any) -> Any:
        if not isinstance(argument, list) or len(argument) != 3 or not isinstance(argument[0], str):
            return Unknown("`Fn::If` is malformed: it takes a condition and two values")
        holds = self.condition(argument[0])
        if not isinstance(holds, Unknown):
            return self.evaluate(argument[1 if holds else 2])
        first, second = self.evaluate(argument[1]), self.evaluate(argument[2])
        if first is second or (is_known(first) and type(first) is type(second) and first == second):
            return first
        return holds

    # -- references --------------------------------------------------------------------------------------------------

    def reference(self, name: Any) -> Any:
        """What ``Ref`` gives for a parameter, a pseudo parameter or a resource."""
        if not isinstance(name, str):
            return Unknown("`Ref` is malformed: it takes a name")
        if name in self.template.parameters:
            return self._parameter(name)
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in _PSEUDO_LISTS:
            return Unknown(f"`{name}` is known on deployment only")
        if name in PSEUDO_PARAMETERS:
            return self.pseudo(name)
        if name in self.template.resources:
            return identity.reference(self.template.resources[name], self)
        return Unknown(f"`{name}` is neither a parameter nor a resource of {self.template.path}")

    def attribute(self, name: str, attribute: str) -> Any:
        """What ``Fn::GetAtt`` gives."""
        declaration = self.template.resources.get(name)
        if declaration is None:
            return Unknown(f"`{name}` is no resource of {self.template.path}")
        if identity.is_list(attribute):
            return Unknown(f"`{name}.{attribute}` is known on deployment only")
        return identity.attribute(declaration, attribute, self)

    def pseudo(self, name: str) -> Text:
        """A pseudo parameter that is a text."""
        known = self._pseudo.get(name)
        return known if known is not None else TemplateText((Hole(name, f"`{name}` is known on deployment only"),))

    def text_of(self, declaration: Declaration, name: str) -> Text | None:
        """A property as a text; ``None`` if it is unset or not known at all."""
        found = as_text(self.property(declaration, name))
        return None if isinstance(found, Unknown) else found

    def property(self, declaration: Declaration, name: str) -> Any:
        """The value of a property; ``None`` if it is unset."""
        if name not in declaration.properties:
            return None
        key = (declaration.name, name)
        if key not in self._properties:
            if key in self._open:
                return Unknown(f"`{name}` of `{declaration.name}` refers to itself")
            if len(self._open) >= _MAX_REFERENCES:
                return Unknown(f"`{name}` of `{declaration.name}` leads through too many others")
            self._open.add(key)
            try:
                self._properties[key] = self.value(declaration.properties[name])
            finally:
                self._open.discard(key)
        return self._properties[key]

    def _parameter(self, name: str) -> Any:
        declared = self.template.parameters[name]
        fields: Mapping[str, Any] = declared if isinstance(declared, MarkedMap) else {}
        kind = str(fields.get("Type", "String"))
        listed = kind.startswith("List<") or kind == "CommaDelimitedList" or kind.endswith("<CommaDelimitedList>")
        given: Any = self.template.overrides.get(name)
        reason = f"parameter `{name}` has no default"
        if given is None:
            given = fields.get("Default")
            if kind.startswith("AWS::SSM::Parameter::Value<"):
                given, reason = None, f"parameter `{name}` lies in Parameter Store"
                listed = listed or "<List<" in kind
            elif str(fields.get("NoEcho", "")).lower() == "true":
                given, reason = None, f"parameter `{name}` is secret"
        if given is None or isinstance(given, (MarkedMap, MarkedList)):
            return Unknown(reason) if listed else TemplateText((Hole(name, reason),))
        text = as_text(given)
        if listed and isinstance(text, str):
            mark = self.template.parameters.marks[name]
            parts = [part.strip() for part in text.split(",")] if text else []
            return PlacedList(parts, self.template.place(mark))
        return text

    # -- conditions --------------------------------------------------------------------------------------------------

    def condition(self, name: str) -> bool | Unknown:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            if name not in self.template.conditions:
                return Unknown(f"the condition `{name}` is not in {self.template.path}")
            self._conditions[name] = Unknown(f"the condition `{name}` refers to itself")
            try:
                found = self._holds(self.template.conditions[name])
            except RecursionError:
                found = Unknown(f"the condition `{name}` leads through too many others")
            if isinstance(found, Unknown):
                found = Unknown(
                    f"condition `{name}`: {found.reason}" if "condition `" not in found.reason else found.reason
                )
            self._conditions[name] = found
        return self._conditions[name]

    def _holds(self, node: Any) -> bool | Unknown:
        if isinstance(node, MarkedMap) and len(node) == 1:
            (name,) = node
            argument = node[name]
            if name == "Condition" and isinstance(argument, str):
                return self.condition(argument)
            if isinstance(argument, MarkedList):
                if name == "Fn::Equals" and len(argument) == 2:
                    return _equal(self.evaluate(argument[0]), self.evaluate(argument[1]))
                if name == "Fn::Not" and len(argument) == 1:
                    inner = self._holds(argument[0])
                    return inner if isinstance(inner, Unknown) else not inner
                if name in ("Fn::And", "Fn::Or"):
                    return _combined([self._holds(item) for item in argument], deciding=name == "Fn::Or")
        return Unknown("its form is not known to this program")

    def doubt(self, declaration: Declaration) -> str | None:
        """Why a resource may not exist, an empty text if it does, ``None`` if it certainly does not."""
        if not declaration.condition:
            return ""
        holds = self.condition(declaration.condition)
        if isinstance(holds, Unknown):
            return holds.reason
        return "" if holds else None


def _equal(one: Any, other: Any) -> bool | Unknown:
    first, second = as_text(one), as_text(other)
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        return first if isinstance(first, Unknown) else Unknown(str(second))
    if first is None or second is None:
        return Unknown("it compares something that is no text")
    found = may_be_equal(first, second)
    if found is None:
        return next(text.unknown for text in (first, second) if isinstance(text, TemplateText))
    return found


def _combined(parts: list[bool | Unknown], *, deciding: bool) -> bool | Unknown:
    unknown = next((part for part in parts if isinstance(part, Unknown)), None)
    if any(part is deciding for part in parts):
        return deciding
    return unknown if unknown is not None else not deciding


def _with_dynamic_references(text: str) -> Text:
    """A text whose references to Parameter Store and Secrets Manager are holes."""
    parts: list[str | Hole] = []
    for position, piece in enumerate(_DYNAMIC.split(text)):
        if position % 2:
            where = "Parameter Store" if ":ssm" in piece[:14] else "Secrets Manager"
            parts.append(Hole(piece.strip("{}"), f"`{piece}` lies in {where}"))
        else:
            parts.append(piece)
    return join_texts(parts)


Function = Callable[["Evaluation", Any], Any]
