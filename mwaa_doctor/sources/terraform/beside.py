"""The configuration beside a plan: it has the lines of what the plan has the values of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Encoded, Located, decoded
from mwaa_doctor.sources.terraform.order import Declarations, without_keys
from mwaa_doctor.sources.terraform.resources import TerraformResource
from mwaa_doctor.unknown import Unknown

_SCALARS = (str, int, float, bool)


class Lines:
    """Where the resources of a configuration are written."""

    def __init__(self, written: Iterable[TerraformResource]) -> None:
        self._written: dict[str, TerraformResource] = {}
        for resource in written:
            self._written[resource.address] = resource
            self._written.setdefault(without_keys(resource.address), resource)

    def of(self, address: str) -> TerraformResource | None:
        """The resource of an address, or another instance of it."""
        return self._written.get(address) or self._written.get(without_keys(address))

    def at_lines(self, resources: Iterable[TerraformResource]) -> Iterator[TerraformResource]:
        """The resources of a plan, with the places of the configuration."""
        for resource in resources:
            written = self.of(resource.address)
            if written is None:
                yield resource
                continue
            attributes = {
                name: _like(value, written.attributes.get(name), written.place)
                for name, value in resource.attributes.items()
            }
            yield replace(resource, attributes=attributes, place=written.place)


def fits(plan: Declarations, written: Declarations, constants: Mapping[str, Mapping[str, Any]], lines: Lines) -> bool:
    """Whether a plan was made of a configuration as it is now: the same resources, with the same ``constants``."""
    if not _same(plan, written):
        return False
    for address, values in constants.items():
        resource = lines.of(address)
        for name, value in values.items():
            attribute = resource.attributes.get(name) if resource is not None else None
            if attribute is not None and isinstance(attribute.value, _SCALARS) and attribute.value != value:
                return False
    return True


def _same(plan: Declarations, written: Declarations) -> bool:
    if plan.resources.keys() != written.resources.keys() or plan.calls.keys() != written.calls.keys():
        return False
    pairs = ((call.module, written.calls[name].module) for name, call in plan.calls.items())
    return all(one is None or other is None or _same(one, other) for one, other in pairs)


def _like(value: Located, written: Located | None, place: Place) -> Located:
    """A value with the places of the same one as it is written.

    What is not written, and what only the deployment knows, stands at ``place``: a variable's declaration has no value.
    """
    here = written.place if written is not None else place
    if isinstance(value.value, dict):
        entries = written.entries if written is not None else {}
        return Located({name: _like(item, entries.get(name), here) for name, item in value.value.items()}, here)
    if isinstance(value.value, list):
        known = _matched(value.value, written.members if written is not None else [])
        return Located([_like(item, other, here) for item, other in zip(value.value, known, strict=True)], here)
    if written is not None and isinstance(written.value, Encoded) and isinstance(value.value, (str, TemplateText)):
        return Located(Encoded(_like(decoded(value), written.value.of, here)), here)
    by_deployment = written is not None and isinstance(written.value, (TemplateText, Unknown))
    return Located(value.value, place if by_deployment else here)


def _matched(members: list[Located], written: list[Located]) -> Iterator[Located | None]:
    """For each member the one that says the same: plans sort the members of sets."""
    left = list(written)
    for member in members:
        found = next((other for other in left if _agree(member, other)), None)
        if found is not None:
            left.remove(found)
        yield found


def _agree(value: Located, written: Located) -> bool:
    """Whether no scalar contradicts."""
    if isinstance(value.value, dict) and isinstance(written.value, dict):
        return all(_agree(item, written.value[name]) for name, item in value.value.items() if name in written.value)
    if isinstance(value.value, _SCALARS) and isinstance(written.value, _SCALARS):
        return str(value.value).lower() == str(written.value).lower()
    return True
