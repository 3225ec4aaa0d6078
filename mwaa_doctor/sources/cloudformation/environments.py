"""``AWS::MWAA::Environment``: its properties are those of GetEnvironment, in the types of that answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.sources.assembly.values import boolean, integer, text
from mwaa_doctor.sources.cloudformation.identity import own_hole
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap

_NUMBERS = frozenset({"MaxWorkers", "MinWorkers", "MaxWebservers", "MinWebservers", "Schedulers"})
_TRUTHS = frozenset({"Enabled"})
OWN_SERVICES = ("DatabaseVpcEndpointService", "WebserverVpcEndpointService")
"""The endpoint services that MWAA makes for an environment; their names are known once it is deployed."""


def environment(declared: Declared) -> Iterator[Part]:
    """The environment."""
    body = PlacedMap()
    body.put("Name", declared.name, declared.place_of("Name"))
    for name, value in declared.properties.items():
        if name != "Name":
            body.put(name, _typed(name, value), declared.place_of(name))
    body["Arn"] = declared.arn
    for name in OWN_SERVICES:
        body[name] = own_hole(declared.declaration, name)
    yield declared.part("mwaa:Environment", declared.name, body)


def _typed(name: str, value: Any) -> Any:
    if isinstance(value, PlacedMap):
        for key in value:
            value[key] = _typed(key, value[key])
        return value
    if isinstance(value, PlacedList):
        value[:] = [_typed("", item) for item in value]
        return value
    if name in _NUMBERS:
        return integer(value)
    return boolean(value) if name in _TRUTHS else text(value)
