"""The wheels that pip finds in /usr/local/airflow/plugins, and what is missing if it may ask no index.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.plugins import PluginPackage, Plugins
from mwaa_doctor.models.requirement_entry import Requirement, marker_environment, normalise
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from packaging.requirements import Requirement as Need

_MAX_WHEEL = 150 * 1024 * 1024
_MAX_METADATA = 2 * 1024 * 1024
_MOST_PACKAGES = 2_000


@dataclass(frozen=True)
class Gap:
    """A package that pip asks for and does not find: the entry of the file that leads to it, and through whom."""

    entry: Requirement
    need: str
    needed_by: str
    near: tuple[str, ...] = ()


class Wheelhouse:
    """The packages directly in the plugins folder, as the only source of an installation."""

    def __init__(self, plugins: Plugins, installation: Installation) -> None:
        self.plugins = plugins
        self.installation = installation
        self.unsure: dict[str, None] = {}

    @cached_property
    def packages(self) -> Mapping[str, tuple[PluginPackage, ...]]:
        """Wheels and source distributions at the top of the folder, by name; pip does not look into folders."""
        found: dict[str, tuple[PluginPackage, ...]] = {}
        for package in self.plugins.packages:
            if package.name and not package.file.folder:
                found[package.name] = (*found.get(package.name, ()), package)
        return found

    def gaps(self) -> Iterator[Gap]:
        """What is asked for, directly or by another package, and is neither here nor in the image."""
        from packaging.requirements import InvalidRequirement
        from packaging.requirements import Requirement as Need

        todo: list[tuple[Requirement, Need, str]] = []
        for entry in self.installation.entries:
            if entry.name and not entry.source:
                try:
                    todo.append((entry, Need(entry.text), ""))
                except InvalidRequirement:
                    continue
        seen: set[str] = set()
        missing: set[str] = set()
        while todo and len(seen) < _MOST_PACKAGES:
            entry, need, needed_by = todo.pop(0)
            name = normalise(need.name)
            mark = f"{name}[{','.join(sorted(need.extras))}]{need.specifier}"
            if mark in seen or name in missing:
                continue
            seen.add(mark)
            if self._is_installed(name, need):
                continue
            packages = self.packages.get(name, ())
            fitting = [package for package in packages if self._fits(package, need)]
            if not fitting:
                missing.add(name)
                near = tuple(package.file.name for package in packages)
                yield Gap(entry, f"{need.name}{need.specifier}", needed_by, near)
                continue
            best = max(fitting, key=lambda package: package.wheel.version)  # type: ignore[union-attr]
            todo.extend((entry, inner, best.name) for inner in self._needs(best, need.extras))

    def _is_installed(self, name: str, need: Need) -> bool:
        version = self.installation.installed.get(name)
        # extras of what is installed ask for more, which is not looked into
        return version is not None and need.specifier.contains(version, prereleases=True)

    def _fits(self, package: PluginPackage, need: Need) -> bool:
        if package.wheel is None:
            if package.sdist is not None and need.specifier.contains(package.sdist.version, prereleases=True):
                self.unsure[f"whether `{package.file.name}` can be built without an index"] = None
            return False
        version = package.wheel.version
        specifiers = [layer.specifiers.get(package.name, "") for layer in self.installation.layers]
        held = all(_contains(specifier, str(version)) for specifier in specifiers)
        return (
            held and need.specifier.contains(version, prereleases=True) and package.wheel.fits(self.installation.target)
        )

    def _needs(self, package: PluginPackage, extras: set[str]) -> Iterator[Need]:
        from email.parser import HeaderParser  # both cost more than a check of DAG files needs

        from packaging.requirements import InvalidRequirement
        from packaging.requirements import Requirement as Need

        from mwaa_doctor.sources.archives import read_inner

        try:
            data = self.plugins.read(package.file, _MAX_WHEEL)
            header = read_inner(data, ".dist-info/METADATA", _MAX_METADATA)
        except Unknown as unknown:
            self.unsure[f"what `{package.file.name}` depends on: {unknown.reason}"] = None
            return
        environment = marker_environment(self.installation.target.python)
        for line in HeaderParser().parsestr(header.decode("utf-8", errors="replace")).get_all("Requires-Dist", []):
            try:
                need = Need(str(line))
            except InvalidRequirement:
                continue
            wanted = [{**environment, "extra": extra} for extra in ("", *extras)]
            if need.marker is None or any(need.marker.evaluate(values) for values in wanted):
                yield need


def _contains(specifier: str, version: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return not specifier or SpecifierSet(specifier).contains(version, prereleases=True)
    except InvalidSpecifier:
        return True
