"""What MWAA sets itself: reserved variables, Airflow options, commands of the command line endpoint.

Source: the MWAA user guide (using-startup-script, configuring-env-variables, airflow-cli-command-reference), the image
sources aws/amazon-mwaa-docker-images, and for Airflow 3 the configuration checks of apache-airflow-core.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import read_rows
from mwaa_doctor.facts.versions import release


@dataclass(frozen=True, slots=True)
class ReservedVariable:
    """An environment variable (or, with `prefix`, a beginning of names) that users cannot set for good.

    `documented`: reserved by the manual, from Airflow `since` on if given. `protected_in`: versions whose published
    image puts its own value back. `overridable_in`: versions whose image keeps the user's value although documented
    as reserved.
    """

    name: str
    documented: bool
    source: str
    prefix: bool = False
    since: str | None = None
    protected_in: tuple[str, ...] = ()
    overridable_in: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ReservedVariables:
    """The reserved variables of one version: plain names, and beginnings of names."""

    names: Mapping[str, ReservedVariable]
    prefixes: tuple[ReservedVariable, ...]

    def find(self, variable: str) -> ReservedVariable | None:
        """The row that reserves `variable`, or None if a user may set it."""
        plain = self.names.get(variable)
        return plain or next((row for row in self.prefixes if variable.startswith(row.name)), None)


@dataclass(frozen=True, slots=True)
class MwaaOption:
    """An Airflow option (`section.name`, or `section.*` for a whole section) that MWAA has a hand in.

    `effect`: `forced` (the user's value is replaced), `ignored` (kept without effect), `merged`, `default` (the user
    may replace it) or `added` (exists on MWAA only). `value` is None where MWAA computes it. `versions` is empty
    where the row holds for all. `honoured` are the names of a whole section for which the row does not hold.
    """

    option: str
    effect: str
    source: str
    value: str | None = None
    versions: tuple[str, ...] = ()
    honoured: tuple[str, ...] = ()
    note: str | None = None

    def names(self, option: str) -> bool:
        """Whether this row speaks of `option`, given as `section.name`."""
        if option.partition(".")[2] in self.honoured:
            return False
        return option == self.option or (self.option.endswith(".*") and option.startswith(self.option[:-1]))


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """What Airflow 3 did to an option of Airflow 2.

    `kind`: `removed`, `renamed` (to `replacement`), `removed-value` and `invalid-value` (only `value` is affected), or
    `default-changed` (from `old_default` to `new_default`).
    """

    option: str
    kind: str
    replacement: str | None = None
    value: str | None = None
    old_default: str | None = None
    new_default: str | None = None


@dataclass(frozen=True, slots=True)
class CliCommand:
    """An Airflow command that the command line endpoint of MWAA runs: on 2.x from `since` on, on 3.x if `airflow3`."""

    name: str
    airflow3: bool
    since: str | None = None


@cache
def reserved_variables(version: str) -> ReservedVariables | None:
    """The environment variables that Airflow `version` on MWAA reserves; None if the version is unknown."""
    if release(version) is None:
        return None
    rows = [
        row
        for row in read_rows("reserved_variables.toml", "variable", ReservedVariable)
        if version in row.protected_in or (row.documented and not _older(version, row.since))
    ]
    return ReservedVariables(
        names=MappingProxyType({row.name: row for row in rows if not row.prefix}),
        prefixes=tuple(row for row in rows if row.prefix),
    )


@cache
def mwaa_options(version: str) -> tuple[MwaaOption, ...] | None:
    """Every option that MWAA has a hand in for `version`.

    None if that is not known, which is so for unknown versions and for those whose image is not public.
    """
    known = release(version)
    if known is None or not known.image_public:
        return None
    return tuple(row for row in option_effects() if not row.versions or version in row.versions)


def option_effects() -> tuple[MwaaOption, ...]:
    """Every option that MWAA has a hand in, in whichever version."""
    return read_rows("airflow_options.toml", "option", MwaaOption)


@cache
def forced_options(version: str) -> tuple[MwaaOption, ...] | None:
    """The options of which MWAA replaces or ignores the user's value in `version`; None where mwaa_options is None."""
    rows = mwaa_options(version)
    return None if rows is None else tuple(row for row in rows if row.effect in {"forced", "ignored"})


@cache
def airflow3_config_changes() -> Mapping[str, tuple[ConfigChange, ...]]:
    """The options of Airflow 2 (`section.name`) that Airflow 3 removed, renamed or gave another default."""
    changes: dict[str, tuple[ConfigChange, ...]] = {}
    for row in read_rows("airflow3_config_changes.toml", "change", ConfigChange):
        changes[row.option] = (*changes.get(row.option, ()), row)
    return MappingProxyType(changes)


@cache
def cli_commands(version: str) -> frozenset[str] | None:
    """The commands (`dags list`) that the command line endpoint runs in `version`.

    None for unknown versions and for 1.10, of which the manual says nothing any more.
    """
    known = release(version)
    if known is None or known.major < 2:
        return None
    rows = read_rows("cli_commands.toml", "command", CliCommand)
    if known.major > 2:
        return frozenset(row.name for row in rows if row.airflow3)
    return frozenset(row.name for row in rows if row.since is not None and not _older(version, row.since))


def _older(version: str, since: str | None) -> bool:
    """Whether the known release `version` comes before `since`, both plain numbers with dots."""
    return since is not None and _numbers(version) < _numbers(since)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
