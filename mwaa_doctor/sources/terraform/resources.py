"""What plans and configurations have in common: resources with attributes, and what the provider computes for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_toml
from mwaa_doctor.models.template_text import Hole, TemplateText, join_texts
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, hole
from mwaa_doctor.sources.terraform.functions import scalar_text

ACCOUNT = ("AWS::AccountId", "AWS::Region", "AWS::Partition", "AWS::URLSuffix")
_HOLE = "hole "
Lookup = Callable[[str, Place], Located]


@dataclass(frozen=True)
class TerraformResource:
    """A resource as it will be.

    ``attributes`` holds what is set, blocks as lists of dictionaries; ``attribute`` also knows what the provider
    computes, such as ``id`` and ``arn``.
    """

    type: str
    address: str
    attributes: dict[str, Located]
    place: Place
    attribute: Lookup
    doubt: str = ""


@cache
def _computed() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = read_toml("terraform.toml")["computed"]
    return table


def computed(type_: str, address: str, name: str, lookup: Lookup, place: Place) -> Located:
    """An attribute that is not configured; ``lookup`` gives other attributes and the values of the account."""
    text = _computed().get(type_, {}).get(name)
    if text is None:
        return hole(f"{address}.{name}", f"`{address}.{name}` is known on deployment only", place, _group(name))
    if text.startswith(_HOLE):
        found = join_texts(_pieces(text.removeprefix(_HOLE), lookup, place))
        name = str(found).replace("${", "").replace("}", "")
        return hole(name, f"`{name}` is known on deployment only", place, "ids")
    return Located(join_texts(_pieces(text, lookup, place)), place)


def _group(attribute: str) -> str:
    """Ids of resources are never equal."""
    return "ids" if attribute == "id" else ""


def _pieces(text: str, lookup: Lookup, place: Place) -> Iterator[str | Hole | TemplateText]:
    while "{" in text:
        before, _, rest = text.partition("{")
        name, _, text = rest.partition("}")
        yield before
        yield scalar_text(lookup(name, place).value)
    yield text


def account_holes(place: Place) -> dict[str, Located]:
    """The values of an account that nothing is known of."""
    what = {"AWS::AccountId": "account", "AWS::Region": "Region", "AWS::Partition": "partition"}
    return {
        name: hole(name, f"the {what.get(name, 'DNS suffix')} is known on deployment only", place) for name in ACCOUNT
    }
