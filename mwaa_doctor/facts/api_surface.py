"""What can be imported from `airflow` in an MWAA image, and which keywords its classes take: facts.surface(version).

Built from the wheels of the image by `python -m mwaa_doctor.facts.refresh`. Three answers are possible everywhere:
yes, no, and None for "cannot be told from the source"; a rule must not call a name absent on None.
"""

from __future__ import annotations
import __future__

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from mwaa_doctor.facts.archive import Archive
from mwaa_doctor.facts.parameters import Parameters, find_parameters
from mwaa_doctor.facts.reading import exists, read_bytes, read_rows
from mwaa_doctor.facts.versions import release

PROVIDERS = "airflow.providers"
IMAGE = "image"
FEATURES = frozenset(__future__.all_feature_names)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a module.

    `kind`: class, function, value, module, reexport (bound by an import, or loaded lazily), deprecated (works and
    warns) or maybe (the source does not settle whether it exists). `target` is where a reexport or deprecated name
    comes from; the target need not exist, see Surface.has.
    """

    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleSurface:
    """A module: its names (dunder names are left out), and the distribution that it belongs to."""

    name: str
    is_package: bool
    distribution: str
    names: Mapping[str, Name]
    has_dynamic_getattr: bool
    """Whether it may have names that are not in `names`."""
    deprecated: bool
    """Whether importing it warns of its deprecation."""
    refuses: bool = False
    """Whether its code raises when it is imported in this image, for instance because it needs a newer Airflow."""
    prefixes: tuple[str, ...] = ()
    """Names that start so may exist as well."""

    def offers(self, name: str) -> bool | None:
        """Whether the module has `name`; None if that cannot be told, which is so for every dunder name."""
        if self.refuses:
            return False
        found = self.names.get(name)
        if found is not None:
            return None if found.kind == "maybe" else True
        left_out = name in FEATURES or name.startswith(("__", *self.prefixes))
        return None if self.has_dynamic_getattr or left_out else False


@dataclass(frozen=True, slots=True)
class ProviderOffer:
    """A provider distribution outside the image, in the version that the Airflow constraints pin.

    `has_module`: whether that version has the module that was asked for; None if its content is not known.
    """

    distribution: str
    version: str
    has_module: bool | None


@dataclass(frozen=True, slots=True)
class PluginPackage:
    """A package that takes in modules of the user's plugins in these major versions of Airflow."""

    name: str
    majors: tuple[int, ...]
    source: str


class Surface:
    """The API surface of one image, or of an image with more providers (see `including`)."""

    def __init__(self, version: str, archive: Archive, extra: tuple[str, ...] = ()) -> None:
        self.version = version
        self._archive = archive
        self._extra = extra
        self._modules: dict[str, ModuleSurface | None] = {}
        self._parameters: dict[str, Parameters | None] = {}

    def including(self, distributions: Iterable[str]) -> Surface:
        """This surface with these providers added, in the version of the constraints; unknown ones are passed over."""
        known = self._archive.index["offers"]
        added = tuple(dict.fromkeys([*self._extra, *(name for name in distributions if name in known)]))
        return self if added == self._extra else Surface(self.version, self._archive, added)

    def module_names(self) -> Iterator[str]:
        """Every module of the image (and of the included providers)."""
        yield from self._records

    def module(self, name: str) -> ModuleSurface | None:
        """The module `name`, or None if the image has no such module."""
        if name not in self._modules:
            found = self._records.get(name)
            self._modules[name] = None if found is None else _decode(name, *found, self._children.get(name, ()))
        return self._modules[name]

    def has(self, qualified_name: str) -> bool | None:
        """Whether `import` finds this module, or `from module import name` this name; None if that cannot be told.

        A re-export or deprecated name exists if its target does, so one whose provider is not installed does not.
        """
        return self._has(qualified_name, frozenset())

    def _has(self, qualified_name: str, seen: frozenset[str]) -> bool | None:
        found_module = self.module(qualified_name)
        if found_module is not None:
            return not found_module.refuses
        owner, _, name = qualified_name.rpartition(".")
        module = self.module(owner)
        if module is None:
            # Below a name that is there, but no module, are attributes of objects, which are not looked at.
            unsure = any(f"{owner}.".startswith(f"{package}.") for package in self.plugin_packages)
            return None if unsure or (owner and self._has(owner, seen) is not False) else False
        found = module.names.get(name)
        if found is None and owner in self.plugin_packages:
            return None
        target = found.target if found is not None and found.kind in {"reexport", "deprecated"} else None
        if target is None or target in seen or not target.startswith("airflow."):
            return module.offers(name)
        return self._has(target, seen | {qualified_name})

    def missing(self, qualified_name: str) -> frozenset[str]:
        """Modules that importing this module or name needs, directly or through others, and that the image lacks.

        The import fails until requirements.txt brings them: `airflow.providers.google.cloud.hooks.gcs`, `kubernetes`.
        Only imports that the source does for sure are followed, so it may need more.
        """
        waiting = [self._split(qualified_name)[0], self._split(self.resolve(qualified_name))[0]]
        seen: set[str] = set()
        lacking: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._records:
                continue
            seen.add(name)
            record, _ = self._records[name]
            lacking.update(needed for needed in record.get("n", "").split() if needed not in self._records)
            waiting.append(name.rpartition(".")[0])
            for group in record.get("i", "").split():
                source, _, items = group.rpartition(":")
                if source.startswith("airflow"):
                    waiting.append(source)
                    waiting += [f"{source}.{item.rpartition('=')[2]}" for item in items.split(",")]
        return frozenset(lacking)

    def resolve(self, qualified_name: str) -> str:
        """The place of the definition behind re-exports and deprecated names; the name itself if it is not known."""
        seen = set()
        while qualified_name not in seen:
            seen.add(qualified_name)
            owner, rest = self._split(qualified_name)
            if not rest:  # a module, unless its package binds the same name to something else
                owner, _, name = qualified_name.rpartition(".")
                rest = [name]
            module = self.module(owner)
            if module is None:
                return qualified_name
            found = module.names.get(rest[0])
            if found is None or not found.target:
                return qualified_name
            qualified_name = ".".join([found.target, *rest[1:]])
        return qualified_name

    def _split(self, qualified_name: str) -> tuple[str, list[str]]:
        """The longest module at the beginning of a name, and the rest."""
        parts = qualified_name.split(".")
        for length in range(len(parts), 0, -1):
            if ".".join(parts[:length]) in self._records:
                return ".".join(parts[:length]), parts[length:]
        return qualified_name, []

    def parameters(self, qualified_name: str) -> Parameters | None:
        """The keywords of a class' constructor or of a function, inherited ones included; None if not known.

        Also for task decorators: `airflow.decorators.task` and `airflow.decorators.task.branch`.
        """
        if qualified_name not in self._parameters:
            self._parameters[qualified_name] = find_parameters(self, self._callable(qualified_name))
        return self._parameters[qualified_name]

    def _callable(self, qualified_name: str) -> str:
        """The function behind a task decorator; everything else only resolved."""
        resolved = self.resolve(qualified_name)
        owner, rest = self._split(resolved)
        if rest[:1] == ["task"] and len(rest) < 3 and owner in self._archive.index["task_owners"]:
            found = self.task_decorators().get(rest[1] if len(rest) == 2 else "python")
            return self.resolve(found) if found else resolved
        return resolved

    def description(self, qualified_name: str) -> str | None:
        """The text behind `parameters`, see mwaa_doctor.facts.parameters; None if there is none."""
        owner, rest = self._split(qualified_name)
        if len(rest) != 1 or owner not in self._records:
            return None
        record, _ = self._records[owner]
        if rest[0] in record.get("c", "").split():
            text = record.get("k", {}).get(rest[0], "")
            return f"class {text}"
        text = record.get("a", {}).get(rest[0])
        return None if text is None else f"function {text}"

    def task_decorators(self) -> Mapping[str, str]:
        """The functions behind `@task.<name>`, by name."""
        found: dict[str, str] = dict(self._archive.index["task_decorators"].get(IMAGE, {}))
        for distribution in self._extra:
            found.update(self._archive.index["task_decorators"].get(distribution, {}))
        return MappingProxyType(found)

    def find(self, simple_name: str) -> tuple[str, ...]:
        """Where a class, function or other public name can be imported from, the preferred place first.

        First airflow.sdk, then definitions, then packages that re-export it, then deprecated places.
        """
        ranked = []
        for module, rank in self._places.get(simple_name, ()):
            hidden = any(part.startswith("_") for part in module.split("."))
            ranked.append(
                (0 if module == "airflow.sdk" else rank + 4 * hidden, module.count("."), f"{module}.{simple_name}")
            )
        return tuple(name for _, _, name in sorted(ranked) if self.has(name) is not False)

    def provider_for(self, module: str) -> ProviderOffer | None:
        """The provider that a module outside the image belongs to, as the constraints of this version offer it."""
        if module in self._records:
            return None
        best = ""
        for root in self._archive.index["roots"]:
            if (module == root or module.startswith(root + ".")) and len(root) > len(best):
                best = root
        if not best:
            return None
        distribution = self._archive.index["roots"][best]
        known = distribution in self._archive.index["parts"]
        has = module in self._archive.part(distribution)["modules"] if known else None
        return ProviderOffer(distribution, self._archive.index["offers"][distribution], has)

    def find_offers(self, simple_name: str) -> tuple[tuple[str, ProviderOffer], ...]:
        """Classes and functions of this name in providers outside the image: qualified name and provider."""
        found = []
        for distribution, version in self._archive.index["offers"].items():
            if distribution in self._extra or distribution not in self._archive.index["parts"]:
                continue
            for module, record in self._archive.part(distribution)["modules"].items():
                if simple_name in record.get("c", "").split() or simple_name in record.get("f", "").split():
                    found.append((f"{module}.{simple_name}", ProviderOffer(distribution, version, True)))
        return tuple(sorted(found, key=lambda row: row[0]))

    def import_names(self) -> Mapping[str, str]:
        """Top-level import name to a distribution of the image that has it (`yaml` to `pyyaml`)."""
        return MappingProxyType(self._archive.index["import_names"])

    def unknown_distributions(self) -> frozenset[str]:
        """Distributions of the image of which no wheel shows what they install; their import names are missing."""
        return frozenset(self._archive.index["unknown"])

    @cached_property
    def plugin_packages(self) -> frozenset[str]:
        """Packages into which Airflow puts modules of plugins, so that nothing in there is absent for sure."""
        rows = read_rows("plugin_packages.toml", "package", PluginPackage)
        return frozenset(row.name for row in rows if int(self.version.partition(".")[0]) in row.majors)

    @cached_property
    def _records(self) -> Mapping[str, tuple[Mapping[str, Any], str]]:
        """Record and distribution of every module."""
        records = {}
        for distribution in reversed(self._extra):
            for name, record in self._archive.part(distribution)["modules"].items():
                records[name] = (record, distribution)
        for distribution, modules in self._archive.part(IMAGE).items():
            for name, record in modules.items():
                records[name] = (record, distribution)
        return records

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, tuple[str, ...]] = {}
        for name in self._records:
            parent, _, child = name.rpartition(".")
            children[parent] = (*children.get(parent, ()), child)
        return children

    @cached_property
    def _places(self) -> Mapping[str, list[tuple[str, int]]]:
        """Module and rank (1 definition, 2 re-export by a package, 3 deprecated) by simple name."""
        places: dict[str, list[tuple[str, int]]] = {}
        for module, (record, _) in self._records.items():
            for key in ("c", "f", "v"):
                for name in record.get(key, "").split():
                    places.setdefault(name, []).append((module, 3 if record.get("w") else 1))
            for item in record.get("x", "").split():
                places.setdefault(item.partition("=")[0], []).append((module, 3))
            if record.get("p") or record.get("w"):
                for item in record.get("l", "").split():
                    places.setdefault(item.partition("=")[0], []).append((module, 2))
                for source, name, _ in _imports(record):
                    if source.startswith("airflow"):
                        places.setdefault(name, []).append((module, 3 if record.get("w") else 2))
        return places


@cache
def surface(version: str) -> Surface | None:
    """The API surface of Airflow `version` on MWAA; None if the version is unknown. Raises FactsError if damaged."""
    name = f"surface/{version}.bin"
    if release(version) is None or not exists(name):
        return None
    return Surface(version, Archive(name, read_bytes(name)))


def _decode(name: str, record: Mapping[str, Any], distribution: str, children: Iterable[str]) -> ModuleSurface:
    names = {child: Name("module", f"{name}.{child}") for child in children}
    for kind, key in (("class", "c"), ("function", "f"), ("value", "v")):
        names.update((found, Name(kind)) for found in record.get(key, "").split())
    for source, found, original in _imports(record):
        target = f"{source}.{original}" if source else original
        names[found] = Name("module" if target == f"{name}.{found}" and found in names else "reexport", target)
    for kind, key in (("reexport", "l"), ("deprecated", "x")):
        for item in record.get(key, "").split():
            found, _, target = item.partition("=")
            names[found] = Name(kind, target or None)
    prefixes = []
    for item in record.get("m", "").split():
        found, _, target = item.partition("=")
        if found.endswith("*"):
            prefixes.append(found[:-1])
        elif found not in names:
            names[found] = Name("maybe", target or None)
    return ModuleSurface(
        name=name,
        is_package=bool(record.get("p")),
        distribution=distribution,
        names=MappingProxyType(names),
        has_dynamic_getattr=bool(record.get("d")),
        deprecated=bool(record.get("w")),
        refuses=bool(record.get("r")),
        prefixes=tuple(prefixes),
    )


def _imports(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Source module, name here and name there of every import."""
    for group in record.get("i", "").split():
        source, _, items = group.rpartition(":")
        for item in items.split(","):
            name, _, original = item.partition("=")
            yield source, name, original or name
