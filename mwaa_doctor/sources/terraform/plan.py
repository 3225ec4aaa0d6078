"""Plans and states as ``terraform show -json`` prints them: exact values, references where a value is still unknown.

Source: https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, hole, locate, unknown
from mwaa_doctor.sources.terraform.resources import TerraformResource, account_holes, computed

_ALL_UNKNOWN = True
_MAX_STEPS = 40
_REFERENCE = re.compile(r"(?:_ids?|_arns?|^role|^bucket|^policy_arn|^kms_key|^key_id|^allocation_id)$")
_ACCOUNT_SOURCES = {
    "aws_caller_identity": {"account_id": "AWS::AccountId"},
    "aws_region": {"region": "AWS::Region", "name": "AWS::Region", "id": "AWS::Region"},
    "aws_partition": {"partition": "AWS::Partition", "dns_suffix": "AWS::URLSuffix"},
}


@dataclass(frozen=True)
class _Row:
    """A resource of the plan: its values, and the same tree with ``True`` where a value is not known yet."""

    address: str
    module: str
    type: str
    name: str
    index: str | int | None
    values: Mapping[str, Any]
    unknown: Any


class Plan:
    """A plan or a state; raises ``ValueError`` for a document that is neither."""

    def __init__(self, document: Any, path: str) -> None:
        if not isinstance(document, dict) or "format_version" not in document:
            raise ValueError("is neither a plan nor a state: `terraform show -json` writes them")
        self.place = Place(path)
        self.account = account_holes(self.place)
        self.configuration = _mapping(_mapping(document.get("configuration")).get("root_module"))
        self._busy: set[tuple[str, str]] = set()
        self.rows: dict[str, _Row] = {}
        for row in _rows(document):
            self.rows[row.address] = row
        self.is_state = "resource_changes" not in document and "values" in document
        self._document = document
        self._by_name: dict[tuple[str, str, str], list[_Row]] = {}
        for row in self.rows.values():
            self._by_name.setdefault((row.module, row.type, row.name), []).append(row)
        self._find_account(document)

    def _find_account(self, document: Mapping[str, Any]) -> None:
        self._set("AWS::Region", self._region_of("aws"))
        for prior in (_mapping(document.get("prior_state")).get("values"), document.get("planned_values")):
            for item in _members(_mapping(_mapping(prior).get("root_module"))):
                told = _ACCOUNT_SOURCES.get(str(item.get("type")), {})
                row = _row(item, _mapping(item.get("values")), {})
                if told and self._provider(row) == "aws":
                    for attribute, name in told.items():
                        self._set(name, row.values.get(attribute))

    def _set(self, name: str, value: Any) -> None:
        if isinstance(value, str) and value:
            self.account[name] = Located(value, self.place)

    def _region_of(self, provider: str) -> str | None:
        """The Region that a provider is configured for, by its key in the plan; ``None`` if that is not told."""
        configured = _mapping(_mapping(self._document.get("configuration")).get("provider_config"))
        region = _mapping(_mapping(_mapping(configured.get(provider)).get("expressions")).get("region"))
        names = [str(name) for name in region.get("references") or () if str(name).startswith("var.")]
        given = _mapping(_mapping(self._document.get("variables")).get(names[0][4:])) if len(names) == 1 else {}
        value = region.get("constant_value", given.get("value"))
        return value if isinstance(value, str) else None

    def _provider(self, row: _Row) -> str:
        """The key of the provider that a resource is made by, ``aws`` if none is told."""
        return str(self._configured(row).get("provider_config_key") or "aws")

    def _region(self, row: _Row) -> Located:
        """The Region that a resource is in."""
        own, provider = row.values.get("region"), self._provider(row)
        if isinstance(own, str) and own:
            return Located(own, self.place)
        if provider == "aws":
            return self.account["AWS::Region"]
        told = self._region_of(provider)
        reason = f"the Region of the provider `{provider}` is not known"
        return Located(told, self.place) if told else hole(f"{provider}.region", reason, self.place)

    def resources(self) -> Iterator[TerraformResource]:
        """Every managed resource that there will be."""
        for row in self.rows.values():
            attributes = {name: self._located(row, name) for name in _names(row)}
            yield TerraformResource(row.type, row.address, attributes, self.place, _Lookup(self, row))

    def constants(self, type_: str) -> dict[str, dict[str, Any]]:
        """What the configuration writes out of the resources of a type, by address."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows.values():
            if row.type == type_:
                written = self._expression(row).items()
                found[row.address] = {name: item["constant_value"] for name, item in written if _is_constant(item)}
        return found

    @property
    def created(self) -> frozenset[str]:
        """The addresses of what the plan creates."""
        changes = ((item.get("address"), _mapping(item.get("change"))) for item in _changes(self._document))
        return frozenset(str(address) for address, change in changes if "create" in _actions(change))

    def before(self, type_: str) -> Iterator[tuple[TerraformResource, frozenset[str]]]:
        """The resources of a type as they are now, with the attributes for which they are made anew, if so."""
        for item in _changes(self._document):
            change = _mapping(item.get("change"))
            if item.get("type") == type_ and isinstance(change.get("before"), dict):
                row = _row(item, change["before"], {})
                attributes = {name: locate(value, self.place) for name, value in row.values.items()}
                made = TerraformResource(type_, row.address, attributes, self.place, _Lookup(self, row))
                yield made, frozenset(_replaced(change))

    # -- values --------------------------------------------------------------------------------------------------------

    def attribute(self, row: _Row, name: str) -> Located:
        """An attribute of a resource, computed or referred to if the plan does not know it yet."""
        if name == "AWS::Region":
            return self._region(row)
        if name in self.account:
            return self.account[name]
        found = self._located(row, name)
        if found.value is not None:
            return found
        return computed(row.type, row.address, name, lambda other, _: self.attribute(row, other), self.place)

    def _located(self, row: _Row, name: str) -> Located:
        expression = self._expression(row).get(name)
        pending = row.unknown.get(name, False) if isinstance(row.unknown, dict) else row.unknown
        return self._value(row, row.values.get(name), pending, expression, name)

    def _value(self, row: _Row, value: Any, pending: Any, expression: Any, name: str) -> Located:
        if pending is _ALL_UNKNOWN:
            return self._pending(row, expression, name)
        if isinstance(value, dict) or (isinstance(pending, dict) and value is None):
            flags, inner = _mapping(pending), _mapping(expression)
            names = dict.fromkeys([*_mapping(value), *flags])
            return Located(
                {
                    key: self._value(row, _mapping(value).get(key), flags.get(key, False), inner.get(key), str(key))
                    for key in names
                },
                self.place,
            )
        if isinstance(value, list) and isinstance(pending, list):
            blocks = expression if isinstance(expression, list) else [None] * max(len(value), len(pending))
            same = len(blocks) == max(len(value), len(pending))
            return Located(
                [
                    self._value(row, _item(value, at), _item(pending, at), blocks[at] if same else None, name)
                    for at in range(max(len(value), len(pending)))
                ],
                self.place,
            )
        return locate(value, self.place)

    def _pending(self, row: _Row, expression: Any, name: str) -> Located:
        """A value that is known after the deployment: the attribute it refers to, if it is nothing but a reference."""
        address = f"{row.address}.{name}"
        key = (row.address, name)
        if expression is None and self._expression(row):
            return Located(None, self.place)  # the provider computes it, and for lists that means: nothing
        if _REFERENCE.search(name) and key not in self._busy:
            self._busy.add(key)
            try:
                found = self._referred(row, _mapping(expression), name.endswith("s"))
            finally:
                self._busy.discard(key)
            if found is not None:
                return found
        if name.endswith("s"):
            return unknown(f"`{address}` is known on deployment only", self.place)
        return hole(address, f"`{address}` is known on deployment only", self.place)

    # -- references ----------------------------------------------------------------------------------------------------

    def _expression(self, row: _Row) -> Mapping[str, Any]:
        return _mapping(self._configured(row).get("expressions"))

    def _configured(self, row: _Row) -> Mapping[str, Any]:
        """What the configuration says of a resource."""
        for item in map(_mapping, self._module(row.module).get("resources") or ()):
            if item.get("type") == row.type and item.get("name") == row.name:
                return item
        return {}

    def _module(self, address: str) -> Mapping[str, Any]:
        """The configuration of a module by its address, such as ``module.vpc.module.endpoints``."""
        module = self.configuration
        for name in re.findall(r"module\.([\w-]+)", address):
            module = _mapping(_mapping(_mapping(module.get("module_calls")).get(name)).get("module"))
        return module

    def _referred(self, row: _Row, expression: Mapping[str, Any], many: bool) -> Located | None:
        targets = self._targets(row.module, expression, 0)
        if targets is None:
            return None
        found: list[Located] = []
        for module, reference in targets:
            instances = self._instances(module, reference, row)
            if instances is None:
                return None
            found.extend(instances)
        if many:
            return Located(found, self.place) if found else None
        return found[0] if len(found) == 1 else None

    def _targets(self, module: str, expression: Mapping[str, Any], steps: int) -> list[tuple[str, str]] | None:
        """The attributes that an expression refers to, with their modules; ``None`` if they are not told."""
        if steps > _MAX_STEPS:
            return None
        references = [str(name) for name in expression.get("references") or ()]
        longest = [
            name
            for name in references
            if not any(other != name and re.match(re.escape(name) + r"[.\[]", other) for other in references)
        ]
        found: list[tuple[str, str]] = []
        for name in longest:
            inner = self._followed(module, name, steps)
            if inner is None:
                return None
            found.extend(inner)
        return found or None

    def _followed(self, module: str, name: str, steps: int) -> list[tuple[str, str]] | None:
        first, _, rest = name.partition(".")
        if first == "var":
            outer, _, call = module.rpartition("module.")
            called = _mapping(_mapping(self._module(outer.rstrip(".")).get("module_calls")).get(_bare(call)))
            given = _mapping(_mapping(called.get("expressions")).get(rest.partition(".")[0].partition("[")[0]))
            return self._targets(outer.rstrip("."), given, steps + 1) if module and given else None
        if first == "module":
            call, _, output = rest.partition(".")
            inner = f"{module}.module.{call}" if module else f"module.{call}"
            declared = _mapping(_mapping(self._module(inner).get("outputs")).get(output.partition("[")[0]))
            return self._targets(inner, _mapping(declared.get("expression")), steps + 1)
        if first in ("local", "each", "count", "path", "terraform", "self"):
            return [] if name in ("count.index", "each.key", "each.value") else None
        return [(module, name)]

    def _instances(self, module: str, reference: str, row: _Row) -> list[Located] | None:
        match = re.fullmatch(r"(aws_\w+)\.([\w-]+)(?:\[(\"?)([^\"\]]+)\3\])?(?:\.(\w+))?", reference)
        if match is None:
            return None
        type_, name, _, index, attribute = match.groups()
        there = self._by_name.get((module, type_, name), [])
        if index is not None:
            there = [other for other in there if str(other.index) == index]
        elif len(there) > 1:
            # `x[*].id` and `x[count.index].id` read alike here: two are all, one of many may be any
            same = [other for other in there if other.index == row.index and row.index is not None]
            there = same if same else there if len(there) == 2 else []
        if not there:
            return None
        return [self.attribute(other, attribute or "id") for other in there]


@dataclass(frozen=True)
class _Lookup:
    plan: Plan
    row: _Row

    def __call__(self, name: str, place: Place) -> Located:
        found = self.plan.attribute(self.row, name)
        return found if isinstance(found.value, TemplateText) or found.value is not None else Located(None, place)


def _names(row: _Row) -> list[str]:
    flags = row.unknown if isinstance(row.unknown, dict) else {}
    return list(dict.fromkeys([*row.values, *flags]))


def _rows(document: Mapping[str, Any]) -> Iterator[_Row]:
    if isinstance(document.get("resource_changes"), list):
        for item in _changes(document):
            change = _mapping(item.get("change"))
            if isinstance(change.get("after"), dict):
                yield _row(item, change["after"], change.get("after_unknown", {}))
        return
    values = _mapping(document.get("values") or document.get("planned_values"))
    for item in _members(_mapping(values.get("root_module"))):
        if item.get("mode") == "managed" and isinstance(item.get("values"), dict):
            yield _row(item, item["values"], {})


def _changes(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    changes = document.get("resource_changes")
    yield from (
        item for item in map(_mapping, changes if isinstance(changes, list) else ()) if item.get("mode") == "managed"
    )


def _actions(change: Mapping[str, Any]) -> set[str]:
    actions = change.get("actions")
    return set(map(str, actions)) if isinstance(actions, list) else set()


def _replaced(change: Mapping[str, Any]) -> Iterator[str]:
    """The attributes for which a resource is destroyed and made again, as paths of names."""
    paths = change.get("replace_paths")
    if isinstance(paths, list) and {"delete", "create"} <= _actions(change):
        for path in paths:
            yield ".".join(step for step in path if isinstance(step, str)) if isinstance(path, list) else ""


def _row(item: Mapping[str, Any], values: Mapping[str, Any], flags: Any) -> _Row:
    address = str(item.get("address"))
    own = address.rpartition(f"{item.get('type')}.{item.get('name')}")[0].rstrip(".")
    module = str(item.get("module_address") or own)
    return _Row(address, module, str(item.get("type")), str(item.get("name")), item.get("index"), values, flags)


def _members(module: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in map(_mapping, module.get("resources") or ()))
    if depth < _MAX_STEPS:
        for child in module.get("child_modules") or ():
            yield from _members(_mapping(child), depth + 1)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _item(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else None


def _is_constant(expression: Any) -> bool:
    return isinstance(expression, dict) and "constant_value" in expression


def _bare(call: str) -> str:
    return call.partition("[")[0]
