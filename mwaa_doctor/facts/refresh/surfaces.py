"""Puts the modules of one image together: missing packages, modules without a file, star imports, doubtful names.

The result is a plain document, module name to record, in the form that mwaa_doctor.facts.api_surface reads:

    p 1 if a package       d 1 if there may be names not listed here       w 1 if importing it warns of deprecation
    r 1 if importing it always raises                 n modules that it imports and that the image lacks
    c classes, f functions, v values: names with blanks between
    i imports: `source:name,name=original source:...`
    x deprecated names: `name=target name=target`         l the same for names that are only loaded when asked for
    m names that may exist, `name*` for every name that starts so
    k {class: bases and constructor}        a {function: its keywords}        t {task decorator: function}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mwaa_doctor.facts.refresh.conditions import Conditions
from mwaa_doctor.facts.refresh.modules import Binding, Module, read_module
from mwaa_doctor.facts.refresh.wheels import read_sources

Record = dict[str, Any]
# Parts that no DAG imports from and that make up half of the source: their modules are known, their names are not.
OPAQUE = (
    "airflow.api_connexion",
    "airflow.api_fastapi",
    "airflow.api_internal",
    "airflow.example_dags",
    "airflow.migrations",
    "airflow.ui",
    "airflow.www",
    "airflow.www_rbac",
    "airflow.cli",
)
OPAQUE_PARTS = {"example_dags", "tests", "_vendor", "_vendored_packages", "migrations", "openapi", "www", "plugins"}
FUNCTIONS_OF_INTEREST = (
    "decorators",
    "models.dag",
    "models.baseoperator",
    "task_group",
    "airflow.sdk",
    "datasets",
    "dates",
)


def read_distribution(wheel: Path, conditions: Conditions) -> dict[str, Module]:
    """Every module of the `airflow` namespace in a wheel, by name."""
    modules = {}
    for path, source in read_sources(wheel):
        parts = path.removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        parts = parts[:-1] if is_package else parts
        if parts[:1] != ["airflow"] or not all(part.isidentifier() for part in parts):
            continue
        name = ".".join(parts)
        if _opaque(name):
            modules[name] = Module(name, is_package, dynamic=True)
        else:
            modules[name] = read_module(name, is_package, source, conditions)
    return modules


def task_decorators(modules: Mapping[str, Module], wheel: Path) -> dict[str, str]:
    """The `@task.<name>` decorators of a distribution and the functions behind them."""
    import ast

    found: dict[str, str] = {}
    for module in modules.values():
        found.update(module.task_decorators)
    for path, source in read_sources(wheel):
        if path.endswith("/get_provider_info.py"):
            for node in ast.walk(ast.parse(source)):
                match node:
                    case ast.Dict(keys=keys, values=values):
                        row = {
                            str(key.value): str(value.value)
                            for key, value in zip(keys, values, strict=True)
                            if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
                        }
                        if {"class-name", "name"} <= row.keys() and ".decorators." in row["class-name"]:
                            found[row["name"]] = row["class-name"]
    return dict(sorted(found.items()))


class Environment:
    """The modules of an image by name; those read later do not replace those read earlier."""

    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}
        self._virtual: dict[str, dict[str, str]] = {}

    def add(self, modules: Mapping[str, Module]) -> None:
        """Adds the modules of one distribution."""
        for name, module in modules.items():
            if name not in self._virtual:
                self._modules.setdefault(name, module)
            for virtual, table in module.virtual.items():
                self._virtual.setdefault(virtual, {}).update(table)
                if virtual != name:  # made by the package before Python looks for a file of that name
                    self._modules[virtual] = Module(virtual, False)

    def document(self, modules: Mapping[str, Module], tops: frozenset[str]) -> dict[str, Record]:
        """The records of one distribution's modules, of the packages above them and of the modules without a file."""
        virtual = {name for module in modules.values() for name in module.virtual if name != module.name}
        parents = {parent for name in modules for parent in _parents(name)} - self._modules.keys()
        records = {name: self._record(self._modules[name]) for name in modules if self._modules[name] is modules[name]}
        records |= {name: self._record(self._modules[name]) for name in virtual}
        records |= {name: {"p": 1} for name in parents}
        for name, module in modules.items():
            if self._modules[name] is module and (missing := self.missing(module, tops)):
                records[name]["n"] = " ".join(missing)
        return dict(sorted(records.items()))

    def has(self, target: str) -> bool:
        """Whether an absolute name, module or attribute of one, exists for sure in this image."""
        if target in self._modules or target in self._virtual:
            return True
        owner, _, name = target.rpartition(".")
        if name in self._virtual.get(owner, {}):
            return True
        module = self._modules.get(owner)
        if module is None:
            return False
        found = module.bindings.get(name)
        if found is not None and found.sure:
            return True
        if any(self.has(place) for place in module.lazy.alternatives.get(name, ())):
            return True
        return name in module.lazy.plain or name in module.lazy.deprecated

    def _record(self, module: Module) -> Record:
        names = dict(module.bindings)
        dynamic = module.dynamic
        for star in module.stars:
            for name in (exported := self._exported(star, frozenset({module.name}))) or ():
                names[name] = Binding("import", (f"{star}.{name}",))
            dynamic = dynamic or exported is None
        deprecated = dict(module.lazy.deprecated)
        for name, target in self._virtual.get(module.name, {}).items():
            if name != "*":
                deprecated[name] = target
            else:
                exported = self._exported(target, frozenset({module.name}))
                dynamic = dynamic or exported is None
                deprecated |= {found: f"{target}.{found}" for found in exported or () if found not in deprecated}
        lazy: dict[str, str] = {}
        for name, target in module.lazy.plain.items():
            if name not in names or not names[name].sure:
                names[name] = Binding("value")
                lazy |= {name: target} if target else {}
        for name, places in module.lazy.alternatives.items():
            if name not in names and (found := next((place for place in places if self.has(place)), None)):
                lazy[name] = found
            else:
                names.setdefault(name, Binding("import", places, sure=False))
        record = _encode(module, {name: bound for name, bound in names.items() if name not in lazy}, deprecated, self)
        for key, table in (("x", deprecated), ("l", lazy)):
            if table:
                record[key] = " ".join(f"{name}={target}" for name, target in sorted(table.items()))
        if dynamic:
            record["d"] = 1
        return record

    def _exported(self, name: str, seen: frozenset[str]) -> list[str] | None:
        """What `from name import *` binds; None if that cannot be told."""
        module = self._modules.get(name)
        if module is None or module.dynamic or name in seen:
            return None
        if module.exports is not None:
            return list(module.exports)
        found = [bound for bound in module.bindings if not bound.startswith("_")]
        for star in module.stars:
            inner = self._exported(star, seen | {name})
            if inner is None:
                return None
            found += inner
        return found

    def choose(self, binding: Binding) -> tuple[str, str]:
        """Kind and target of what counts in this image among the places that a name may come from."""
        inside = [target for target in binding.targets if _inside(target)]
        existing = [target for target in inside if self.has(target)]
        outside = [target for target in binding.targets if target not in inside]
        if binding.fallback and not existing and not outside:
            return binding.fallback, ""
        return binding.kind, (existing or outside or inside or [""])[0]

    def with_helpers(self, module: Module, text: str) -> str:
        """A description with the keys that helpers take out of **kwargs in the place of their names."""

        def keys(found: re.Match[str]) -> str:
            binding = module.bindings.get(found[1].partition(".")[0])
            target = self.choose(binding)[1] if binding is not None else ""
            home = self._modules.get(target.rpartition(".")[0]) if target else module
            return home.helpers.get(found[1], "**any") if home is not None else "**any"

        return re.sub(r"\*\*>(\S+)", keys, text)

    def missing(self, module: Module, tops: frozenset[str]) -> list[str]:
        """Modules that `module` imports for sure and that are neither in Airflow nor among the importable `tops`."""
        found = set()
        for name in module.stars:
            if not (self.has(name) if _inside(name) else name.partition(".")[0] in tops):
                found.add(name)
        for binding in module.bindings.values():
            if binding.kind != "import" or not binding.sure or len(binding.targets) != 1 or binding.fallback:
                continue
            target = binding.targets[0]
            owner = target.rpartition(".")[0]
            if not _inside(target):
                if target.partition(".")[0] not in tops:
                    found.add(owner or target)
            elif target not in self._modules and owner not in self._modules and owner not in self._virtual:
                found.add(owner)
        return sorted(found)


def _encode(module: Module, names: Mapping[str, Binding], deprecated: Mapping[str, str], image: Environment) -> Record:
    record: Record = {}
    kinds: dict[str, list[str]] = {"c": [], "f": [], "v": []}
    imports: dict[str, list[str]] = {}
    maybe = [f"{prefix}*" for prefix in module.lazy.prefixes]
    for name, binding in sorted(names.items()):
        if (name.startswith("__") and name.endswith("__")) or name in deprecated:
            continue
        kind, target = image.choose(binding)
        if not binding.sure:
            maybe.append(f"{name}={target}" if target else name)
        elif kind == "import":
            source, _, original = target.rpartition(".")
            imports.setdefault(source, []).append(name if original == name else f"{name}={original}")
        else:
            kinds[kind[0]].append(name)
    for key, found in kinds.items():
        if found:
            record[key] = " ".join(found)
    if imports:
        record["i"] = " ".join(f"{source}:{','.join(found)}" for source, found in sorted(imports.items()))
    if maybe:
        record["m"] = " ".join(maybe)
    classes = {name: image.with_helpers(module, text) for name, text in sorted(module.classes.items()) if text}
    if classes:
        record["k"] = classes
    if any(part in module.name for part in FUNCTIONS_OF_INTEREST):
        functions = {name: text for name, text in sorted(module.functions.items()) if not name.startswith("__")}
        if functions:
            record["a"] = functions
    flags = {"p": module.is_package, "w": module.deprecated, "r": module.refuses}
    return record | {key: 1 for key, given in flags.items() if given}


def _inside(target: str) -> bool:
    return target == "airflow" or target.startswith("airflow.")


def _opaque(name: str) -> bool:
    return (
        name.startswith(tuple(f"{prefix}." for prefix in OPAQUE))
        or name in OPAQUE
        or bool(OPAQUE_PARTS & set(name.split(".")))
    )


def _parents(name: str) -> Iterable[str]:
    while name := name.rpartition(".")[0]:
        yield name
