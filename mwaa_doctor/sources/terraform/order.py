"""In which order Terraform makes its resources: what refers to another waits for it, across modules as well.

Terraform orders whole resources, whatever their instances refer to.  Variables, local values, outputs and modules are
nodes of the same graph, named by where they are declared: ``module.network.output.subnets``.

Source: https://developer.hashicorp.com/terraform/internals/graph
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mwaa_doctor.sources.terraform.modules import Module
from mwaa_doctor.sources.terraform.syntax import Block, Source

Reference = tuple[str, ...]
_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\]')
_LOCAL = re.compile(r"(?:^|\.)local\.[^.]+$")
_MAX_DEPTH = 40


@dataclass
class Call:
    """A call of a module: what its inputs and its ``depends_on`` refer to, and the module if its source is here."""

    inputs: Mapping[str, list[Reference]]
    waits: list[Reference]
    module: Declarations | None


@dataclass
class Declarations:
    """What a module declares, each with the references in it; ``resources`` are named ``type.name``."""

    resources: dict[str, list[Reference]] = field(default_factory=dict)
    data: dict[str, list[Reference]] = field(default_factory=dict)
    locals: dict[str, list[Reference]] = field(default_factory=dict)
    outputs: dict[str, list[Reference]] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)


def without_keys(address: str) -> str:
    """The address of a resource without those of its instance and of the instances of modules around it."""
    return _KEY.sub("", address)


def needs_of(root: Declarations, addresses: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each node waits for, instances of resources included; ``addresses`` are those of all instances."""
    found: dict[str, set[str]] = {}
    _declare(root, "", found, 0)
    own = {name: frozenset(others) for name, others in found.items()}
    for address in addresses:
        name = without_keys(address)
        if name != address:
            found[address] = set(own.get(name, ()))
            found.setdefault(name, set()).add(address)
    return {name: frozenset(others) for name, others in found.items()}


def untold(needs: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The local values that something refers to and nothing defines, as in plans, and why that is not known."""
    named = {name for others in needs.values() for name in others if _LOCAL.search(name) and name not in needs}
    return {name: f"a plan does not tell what `{name}` refers to" for name in sorted(named)}


def _declare(module: Declarations, prefix: str, found: dict[str, set[str]], depth: int) -> None:
    """Add the nodes of a module; ``prefix`` is empty or ends with a dot, and names the node of the module itself."""
    gate, whole = f"{prefix}depends_on", prefix.rstrip(".")
    everything = found.setdefault(whole, set())
    for kind, declared in (("", module.resources), ("data.", module.data), ("output.", module.outputs)):
        for name, references in declared.items():
            node = f"{prefix}{kind}{name}"
            found.setdefault(node, set()).update({gate}, _nodes(references, prefix))
            everything.add(node)
    for name, references in module.locals.items():
        found.setdefault(f"{prefix}local.{name}", set()).update(_nodes(references, prefix))
    for name, call in module.calls.items():
        inner = f"{prefix}module.{name}."
        found.setdefault(f"{inner}depends_on", set()).update({gate}, _nodes(call.waits, prefix))
        everything.add(inner.rstrip("."))
        for variable, references in call.inputs.items():
            found.setdefault(f"{inner}var.{variable}", set()).update(_nodes(references, prefix))
        if call.module is not None and depth < _MAX_DEPTH:
            _declare(call.module, inner, found, depth + 1)


def _nodes(references: Iterable[Reference], prefix: str) -> Iterator[str]:
    for reference in references:
        if reference[0] == "module" and len(reference) > 2:
            yield f"{prefix}module.{reference[1]}.output.{reference[2]}"
        elif reference[0] == "data":
            yield f"{prefix}{'.'.join(reference[:3])}"
        else:
            yield f"{prefix}{'.'.join(reference[:2])}"


# -- configurations ----------------------------------------------------------------------------------------------------


def declarations_of(module: Module) -> Declarations:
    """What a module of the project declares."""
    found = Declarations()
    for declared, to in ((module.declared, found.resources), (module.data, found.data)):
        for (type_, name), block in declared.items():
            to[f"{type_}.{name}"] = list(_in_block(block))
    for name, (node, source) in module.locals.items():
        found.locals[name] = list(_in_expression(node, source))
    for name, block in module.outputs.items():
        found.outputs[name] = list(_in_block(block))
    for name, block in module.calls.items():
        inputs = {key: list(_in_expression(node, block.source)) for key, node in block.attributes.items()}
        children = module.children(name)
        child = next(iter(children.values()), None) if isinstance(children, dict) else None
        waits = inputs.pop("depends_on", [])
        found.calls[name] = Call(inputs, waits, declarations_of(child) if child is not None else None)
    return found


def _in_block(block: Block) -> Iterator[Reference]:
    for node in block.attributes.values():
        yield from _in_expression(node, block.source)
    for inner in block.blocks:
        yield from _in_block(inner)


def _in_expression(node: Any, source: Source) -> Iterator[Reference]:
    """The names that an expression begins references with, as far as they are written out."""
    todo = [node]
    while todo:
        current = todo.pop()
        children = current.named_children
        todo.extend(children)
        for position, child in enumerate(children):
            if child.type == "variable_expr":
                yield (source.text(child), *_steps(children[position + 1 :], source))


def _steps(nodes: Iterable[Any], source: Source) -> Iterator[str]:
    for node in nodes:
        if node.type == "get_attr":
            yield source.text(node).lstrip(". ")
        elif node.type != "index":
            return


# -- plans -------------------------------------------------------------------------------------------------------------


def planned_declarations(configuration: Mapping[str, Any], depth: int = 0) -> Declarations:
    """What the configuration in a plan declares; it does not tell of local values."""
    found = Declarations()
    for item in map(_mapping, _listed(configuration.get("resources"))):
        to = found.data if item.get("mode") == "data" else found.resources
        references = list(_in_value(item.get("expressions")))
        for name in ("count_expression", "for_each_expression"):
            references.extend(_in_value(item.get(name)))
        references.extend(_written(item.get("depends_on")))
        to[f"{item.get('type')}.{item.get('name')}"] = references
    for name, output in _mapping(configuration.get("outputs")).items():
        found.outputs[name] = [*_in_value(output), *_written(_mapping(output).get("depends_on"))]
    for name, item in _mapping(configuration.get("module_calls")).items():
        call = _mapping(item)
        inputs = {key: list(_in_value(value)) for key, value in _mapping(call.get("expressions")).items()}
        inner = planned_declarations(_mapping(call.get("module")), depth + 1) if depth < _MAX_DEPTH else None
        found.calls[name] = Call(inputs, list(_written(call.get("depends_on"))), inner)
    return found


def _in_value(value: Any) -> Iterator[Reference]:
    todo = [value]
    while todo:
        current = todo.pop()
        if isinstance(current, dict):
            yield from _written(current.get("references"))
            todo.extend(item for name, item in current.items() if name not in ("references", "constant_value"))
        elif isinstance(current, list):
            todo.extend(current)


def _written(names: Any) -> Iterator[Reference]:
    """References as plans write them; beside ``module.a.b`` they name ``module.a`` as well, which is not meant."""
    plain = [_KEY.sub("", name) for name in _listed(names) if isinstance(name, str) and name]
    for name in plain:
        if not any(other.startswith(f"{name}.") for other in plain):
            yield tuple(name.split("."))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
