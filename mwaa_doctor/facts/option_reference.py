"""The configuration options of Airflow, version by version: names, types, defaults, allowed values, former names.

Source: `config.yml` and the configuration reader in the wheels of Airflow and its providers, read by
`python -m mwaa_doctor.facts.refresh`. Airflow 1 is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mwaa_doctor.facts.configuration import airflow3_config_changes
from mwaa_doctor.facts.reading import read_json, read_toml

_FILE = "option_reference.json"
_TRUTH = frozenset({"true", "false"})


@dataclass(frozen=True, slots=True)
class KnownOption:
    """An option (`section.name`) that Airflow reads in one version.

    `kind` is `integer`, `float`, `boolean` or `string`; `default` is None where it is empty, long or computed.
    `provider` is the distribution that brings the option, None for Airflow itself; `present` whether it is in the
    image of that version.
    """

    name: str
    kind: str
    default: str | None
    provider: str | None
    present: bool


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that Airflow still translates, with a warning, to `option` since version `since`."""

    name: str
    option: str
    since: str | None


@dataclass(frozen=True, slots=True)
class OptionReference:
    """What one version of Airflow reads: options by name, former names, and the values that it allows for some."""

    version: str
    options: Mapping[str, KnownOption]
    former: Mapping[str, FormerName]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def sections(self) -> frozenset[str]:
        """The sections of options that are in the image."""
        return frozenset(name.partition(".")[0] for name, option in self.options.items() if option.present)

    def lacks(self, name: str) -> bool:
        """Whether this version reads nothing of this name: no option, no former name, none of a section open to all.

        A name with `_cmd` or `_secret` says where the value of an option is to be had.
        """
        for ending in ("", "_cmd", "_secret"):
            plain = name.removesuffix(ending) if name.endswith(ending) else name
            if plain in self.options or plain in self.former:
                return False
        return name.partition(".")[0] not in open_sections()

    def spellings(self, name: str) -> tuple[str, ...]:
        """The names by which this version takes the option that any version calls `name`, the current one first."""
        alike = _alike().get(name, (name,))
        current = [item for item in alike if item in self.options and item not in self.former]
        return (*current, *(item for item in alike if item in self.former and self.former[item].option in current))


@cache
def open_sections() -> frozenset[str]:
    """The sections whose options are handed on as they are, so that there is no list of them."""
    return frozenset(read_toml("option_values.toml")["open_sections"])


@cache
def airflow_options(version: str) -> OptionReference | None:
    """The options of Airflow `version`; None if the version is not known on MWAA or is one of Airflow 1."""
    document = read_json(_FILE)
    if version not in document["versions"]:
        return None
    position = document["versions"].index(version)
    kinds = _kinds()
    return OptionReference(
        version,
        MappingProxyType(
            {
                name: KnownOption(name, kinds[name], row[1] or None, row[2], row[3])
                for name, row in _rows(document["options"], position)
            }
        ),
        MappingProxyType({name: FormerName(name, *row) for name, row in _rows(document["renamed"], position)}),
        MappingProxyType({name: tuple(row[0]) for name, row in _rows(document["choices"], position)}),
    )


def option_versions(name: str) -> tuple[str, ...]:
    """The versions on MWAA, oldest first, that read an option of exactly this name."""
    document = read_json(_FILE)
    versions = document["versions"]
    spans = document["options"].get(name, ())
    return tuple(version for first, last, *_ in spans for version in versions[first : last + 1])


def _rows(table: Mapping[str, Any], position: int) -> list[tuple[str, list[Any]]]:
    return [
        (name, facts) for name, spans in table.items() for first, last, *facts in spans if first <= position <= last
    ]


@cache
def _alike() -> Mapping[str, tuple[str, ...]]:
    """Every name of an option with all names that any version takes for the same option."""
    groups: dict[str, set[str]] = {}
    pairs = [(old, span[2]) for old, spans in read_json(_FILE)["renamed"].items() for span in spans]
    for old, changes in airflow3_config_changes().items():
        pairs.extend((old, change.replacement) for change in changes if change.kind == "renamed" and change.replacement)
    for old, new in pairs:
        joined = groups.get(old, {old}) | groups.get(new, {new})
        for name in joined:
            groups[name] = joined
    return {name: tuple(sorted(group)) for name, group in groups.items()}


@cache
def _kinds() -> Mapping[str, str]:
    """The type of each option.

    Before 3.0 the reference calls nearly everything a string, so what a version says of a number or a truth value
    holds for the others too; a default that reads like one decides where none says it.
    """
    spans = read_json(_FILE)["options"]
    return {
        name: _kind([row for other in _alike().get(name, (name,)) for row in spans.get(other, ())]) for name in spans
    }


def _kind(spans: list[list[Any]]) -> str:
    told = {span[2] for span in spans}
    for kind in ("float", "integer", "boolean"):
        if kind in told:
            return kind
    defaults = {str(span[3]).lower() for span in spans if span[3] not in (None, "")}
    if defaults and defaults <= _TRUTH:
        return "boolean"
    if defaults and all(_is_number(text) for text in defaults):
        return "float"
    return "string"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
