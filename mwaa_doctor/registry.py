"""Loads rules: by walking ``mwaa_doctor.rules`` and the packages that others offer by entry point."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, get_type_hints

from mwaa_doctor.rule import Declaration, Rule

ENTRY_POINT_GROUP = "mwaa_doctor.rules"
_MARK = "__mwaa_doctor_rule__"


class RuleError(Exception):
    """A rule or rule pack that cannot be loaded."""


@dataclass(frozen=True)
class RuleSet:
    """All rules that were found, by name; ``failures`` are the packs that could not be loaded, one sentence each.

    ``left_out`` names the rules that were not imported, because what they judge is not there.
    """

    rules: tuple[Rule, ...]
    failures: tuple[str, ...] = ()
    by_name: dict[str, Rule] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def named(self, name: str) -> Rule | None:
        """The rule of that name or former name."""
        found = self.by_name.get(name)
        return found or next((rule for rule in self.rules if name in rule.aliases), None)

    @property
    def names(self) -> list[str]:
        """The rules' names, sorted."""
        return sorted(self.by_name)

    @property
    def families(self) -> list[str]:
        """The rules' families, sorted."""
        return sorted({rule.family for rule in self.rules})


@cache
def load_rules() -> RuleSet:
    """Load the product's rules and those of installed rule packs."""
    import mwaa_doctor.rules

    light = load_rules_on_code()
    families = [module for _, module in _modules_in(mwaa_doctor.rules) if _needs_infrastructure(module)]
    others = [rule for family in families for rule in rules_of(family, "mwaa-doctor")]
    own = [rule for rule in light.rules if rule.origin == "mwaa-doctor"]
    packs = [rule for rule in light.rules if rule.origin != "mwaa-doctor"]
    return _ruleset([*own, *others, *packs], list(light.failures))


@cache
def load_rules_on_code() -> RuleSet:
    """Load the rules for a project without templates and environments, which takes about half the time.

    Left out are the families whose package says ``NEEDS_INFRASTRUCTURE``.
    """
    import mwaa_doctor.rules

    left_out: list[str] = []
    rules = list(rules_of(mwaa_doctor.rules, "mwaa-doctor", left_out))
    failures: list[str] = []
    for origin, module, failure in _packs():
        if module is None:
            failures.append(failure)
            continue
        try:
            rules.extend(rules_of(module, origin))
        except Exception as problem:  # noqa: BLE001 - a pack is foreign code: whatever it raises must not end the run
            failures.append(f"rule pack `{origin}` was not loaded: {type(problem).__name__}: {problem}")
    return _ruleset(rules, failures, left_out)


def find_rule(name: str) -> Rule | None:
    """A rule by its name or former name; looks first among those that are loaded anyway."""
    return load_rules_on_code().named(name) or load_rules().named(name)


def _ruleset(rules: list[Rule], failures: list[str], left_out: Iterable[str] = ()) -> RuleSet:
    by_name: dict[str, Rule] = {}
    for rule in rules:
        if rule.name in by_name:
            failures.append(f"rule `{rule.name}` of `{rule.origin}` has a name that is taken; it was left out")
        else:
            by_name[rule.name] = rule
    ordered = sorted(by_name.values(), key=lambda rule: (rule.family, rule.name))
    return RuleSet(tuple(ordered), tuple(failures), by_name, tuple(sorted(left_out)))


def _packs() -> Iterator[tuple[str, ModuleType | None, str]]:
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            yield entry.name, entry.load(), ""
        except Exception as problem:  # noqa: BLE001 - likewise
            yield entry.name, None, f"rule pack `{entry.name}` was not loaded: {type(problem).__name__}: {problem}"


def rules_of(package: ModuleType, origin: str, left_out: list[str] | None = None) -> Iterator[Rule]:
    """The rules in a package and its sub-packages, or in a single module.

    With ``left_out`` families that need infrastructure are not imported; the names of their rules are added to it.
    """
    yield from _rules_in(package, origin)
    for is_package, module in _modules_in(package):
        if left_out is not None and _needs_infrastructure(module):
            left_out.extend(inner.name.replace("_", "-") for inner in pkgutil.iter_modules(module.__path__))
        elif is_package:
            yield from rules_of(module, origin, left_out)
        else:
            yield from _rules_in(module, origin)


def _modules_in(package: ModuleType) -> Iterator[tuple[bool, ModuleType]]:
    for info in pkgutil.iter_modules(getattr(package, "__path__", ()), package.__name__ + "."):
        yield info.ispkg, importlib.import_module(info.name)


def _needs_infrastructure(module: ModuleType) -> bool:
    return bool(getattr(module, "NEEDS_INFRASTRUCTURE", False))


def _rules_in(module: ModuleType, origin: str) -> Iterable[Rule]:
    for value in list(vars(module).values()):
        declared = getattr(value, _MARK, None)
        if isinstance(declared, Declaration) and value.__module__ == module.__name__:
            yield _build(value, declared, module, origin)


def _build(check: Any, declared: Declaration, module: ModuleType, origin: str) -> Rule:
    parts = module.__name__.split(".")
    hints = get_type_hints(check)
    parameters = list(inspect.signature(check).parameters)
    if not parameters or any(name not in hints for name in parameters):
        raise RuleError(f"{module.__name__}: every parameter of a rule needs a type")
    if any(not hasattr(hints[name], "label") for name in parameters):
        raise RuleError(f"{module.__name__}: a parameter's type is no model")
    return Rule(
        name=parts[-1].replace("_", "-"),
        family=parts[-2].replace("_", "-") if len(parts) > 1 else "custom",
        severity=declared.severity,
        confidence=declared.confidence,
        covers=declared.covers,
        aliases=declared.aliases,
        source=declared.source,
        subject=hints[parameters[0]],
        context=tuple((name, hints[name]) for name in parameters[1:]),
        check=check,
        doc=inspect.cleandoc(module.__doc__ or ""),
        origin=origin,
    )
