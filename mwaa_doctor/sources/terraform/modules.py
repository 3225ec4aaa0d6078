"""Evaluates the configuration in a folder and the local modules it calls: which resources there will be, with what."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, hole, unknown
from mwaa_doctor.sources.terraform.expressions import Scope, evaluate
from mwaa_doctor.sources.terraform.functions import NotComputed
from mwaa_doctor.sources.terraform.instances import (
    META,
    Instance,
    Key,
    Surroundings,
    instance_keys,
)
from mwaa_doctor.sources.terraform.providers import Providers
from mwaa_doctor.sources.terraform.resources import TerraformResource
from mwaa_doctor.sources.terraform.syntax import Block, HclError, Source, read_blocks
from mwaa_doctor.sources.terraform.type_defaults import with_defaults
from mwaa_doctor.unknown import Unknown

_MAX_MODULES = 200
_TYPE = re.compile(r"\b(aws_\w+)\.")


class Module:
    """One folder of configuration, with the inputs and the providers' Regions that it was called with.

    The root has no ``inputs`` at all.
    """

    def __init__(
        self,
        folder: str,
        around: Surroundings,
        inputs: dict[str, Located] | None = None,
        prefix: str = "",
        handed: Mapping[str, Located] | None = None,
    ) -> None:
        self.folder, self.around, self.inputs, self.prefix = folder, around, inputs, prefix
        self.providers = Providers(self, handed or {})
        self.variables: dict[str, Block] = {}
        self.locals: dict[str, tuple[Any, Source]] = {}
        self.outputs: dict[str, Block] = {}
        self.calls: dict[str, Block] = {}
        self.declared: dict[tuple[str, str], Block] = {}
        self.data: dict[tuple[str, str], Block] = {}
        self.given: dict[str, tuple[Any, Source]] = {}
        self._memo: dict[Any, Any] = {}
        self._busy: set[Any] = set()
        around.modules += 1
        for source in around.files(folder):
            try:
                self._add(read_blocks(source), source)
            except HclError as problem:
                around.problems.append((source.path, problem))

    def _add(self, whole: Block, source: Source) -> None:
        if source.path.endswith(".tfvars"):
            self.given.update({name: (node, source) for name, node in whole.attributes.items()})
            return
        for block in whole.blocks:
            labels = block.labels
            if block.kind == "locals":
                self.locals.update({name: (node, source) for name, node in block.attributes.items()})
            elif block.kind == "provider" and labels == ("aws",):
                self.providers.add(block)
            elif len(labels) == 1:
                table = {"variable": self.variables, "output": self.outputs, "module": self.calls}.get(block.kind)
                if table is not None:
                    table[labels[0]] = block
            elif len(labels) == 2 and block.kind in ("resource", "data"):
                (self.declared if block.kind == "resource" else self.data)[labels[0], labels[1]] = block

    # -- references ----------------------------------------------------------------------------------------------------

    def scope(self, source: Source, names: dict[str, Located] | None = None) -> Scope:
        """The scope of expressions in a file of this module."""
        return Scope(source, self, names or {})

    def resolve(self, path: tuple[str | int, ...], place: Place) -> tuple[Located, int]:
        """What a reference stands for, and how many steps of it are used up."""
        first, second = path[0], path[1] if len(path) > 1 else ""
        if first == "var":
            return self.once(("var", second), place, lambda: self._variable(str(second), place)), 2
        if first == "local":
            return self.once(("local", second), place, lambda: self._local(str(second), place)), 2
        if first == "module" and len(path) > 2:
            return self._output(path, place)
        if first == "path":
            return Located((self.folder if second == "module" else self.around.root) or ".", place), 2
        if first == "data" and len(path) > 2:
            return self._referred("data", str(second), str(path[2]), place), 3
        if first in ("each", "count", "self", "terraform") or len(path) < 2:
            name = ".".join(map(str, path[:2]))
            return hole(f"{self.prefix}{name}", f"`{name}` is known on deployment only", place), min(2, len(path))
        return self._referred("resource", str(first), str(second), place), 2

    def text_of(self, path: str, place: Place) -> Located:
        """The text of a file of the project, by its path from the project's folder or from the root module."""
        for start in ("", self.around.root):
            found = posixpath.normpath(posixpath.join(start, path))
            text = None if found.startswith(("..", "/")) else self.around.text(found)
            if text is not None:
                return Located(text, place)
        return unknown(f"`{path}` is not among the files of the project", place)

    def once(self, key: Any, place: Place, compute: Callable[[], Located]) -> Located:
        """Compute a value once; one that depends on itself is unknown."""
        if key in self._busy:
            return unknown(f"`{'.'.join(map(str, key))}` refers to itself", place)
        memo = ("value", key)
        if memo not in self._memo:
            self._busy.add(key)
            try:
                self._memo[memo] = compute()
            except NotComputed as problem:
                self._memo[memo] = unknown(str(problem) or f"`{'.'.join(map(str, key))}` is not computed", place)
            finally:
                self._busy.discard(key)
        found: Located = self._memo[memo]
        return found

    def _variable(self, name: str, place: Place) -> Located:
        block = self.variables.get(name)
        found = self._given(name, place)
        if block is None or "type" not in block.attributes:
            return found
        return with_defaults(found, block.attributes["type"], self.scope(block.source))

    def _given(self, name: str, place: Place) -> Located:
        if self.inputs is not None and name in self.inputs:
            return self.inputs[name]
        if name in self.given and self.inputs is None:
            node, source = self.given[name]
            return evaluate(node, self.scope(source))
        block = self.variables.get(name)
        if block is not None and "default" in block.attributes:
            default = evaluate(block.attributes["default"], self.scope(block.source))
            if default.value == [] and self.inputs is None and self._is_filled_in_elsewhere():
                return unknown(f"the default of the variable `{name}` is an empty list", block.place)
            return default
        where = block.place if block is not None else place
        kind = block.source.text(block.attributes["type"]) if block is not None and "type" in block.attributes else ""
        reason = f"the variable `{name}` has no default" if block is not None else f"there is no variable `{name}`"
        if kind.startswith(("list", "set", "map", "object", "tuple")):
            return unknown(reason, where)
        return hole(f"{self.prefix}var.{name}", reason, where)

    def _is_filled_in_elsewhere(self) -> bool:
        """Whether values come from outside the project: nobody applies a configuration that lacks some.

        An empty list as a default then says "to be given", as for the subnets that a module is called with.
        """
        needed = (name for name, block in self.variables.items() if "default" not in block.attributes)
        return any(name not in self.given for name in needed)

    def _local(self, name: str, place: Place) -> Located:
        if name not in self.locals:
            return unknown(f"there is no local value `{name}`", place)
        node, source = self.locals[name]
        return evaluate(node, self.scope(source))

    def _output(self, path: tuple[str | int, ...], place: Place) -> tuple[Located, int]:
        name = str(path[1])
        key: Key = None
        taken = 3
        output = path[2]
        block = self.calls.get(name)
        many = block is not None and {"count", "for_each"} & block.attributes.keys()
        if many and len(path) > 3:
            key, output, taken = path[2], path[3], 4
        modules = self.children(name)
        if isinstance(modules, Unknown) or (key not in modules):
            reason = modules.reason if isinstance(modules, Unknown) else f"there is no module `{name}`"
            shown = ".".join(map(str, path[:taken]))
            return hole(f"{self.prefix}{shown}", reason, place), taken
        child = modules[key]
        found = child.outputs.get(str(output))
        if found is None or "value" not in found.attributes:
            return unknown(f"the module `{name}` has no output `{output}`", place), taken
        value = child.once(
            ("output", output), place, lambda: evaluate(found.attributes["value"], child.scope(found.source))
        )
        return value, taken

    def children(self, name: str) -> dict[Key, Module] | Unknown:
        """The modules that a ``module`` block stands for, by key; ``Unknown`` if their configuration is not here."""
        memo = ("children", name)
        if memo not in self._memo:
            self._memo[memo] = self._called(name)
        found: dict[Key, Module] | Unknown = self._memo[memo]
        return found

    def _called(self, name: str) -> dict[Key, Module] | Unknown:
        block = self.calls.get(name)
        if block is None:
            return {}
        written = block.attributes.get("source")
        source = evaluate(written, self.scope(block.source)).value if written is not None else ""
        if not isinstance(source, str) or not source.startswith(("./", "../")):
            return Unknown(f"the module `{name}` is not part of the project")
        folder = posixpath.normpath(posixpath.join(self.folder, source))
        folder = "" if folder == "." else folder
        if folder.startswith("..") or self.around.modules >= _MAX_MODULES or f"{folder}/".count("/") > 60:
            return Unknown(f"the module `{name}` is not part of the project")
        found: dict[Key, Module] = {}
        keys = instance_keys(block, self.scope(block.source))
        if isinstance(keys, Unknown):
            return keys
        for key, names in keys.items():
            scope = self.scope(block.source, names)
            inputs = {given: evaluate(node, scope) for given, node in block.attributes.items() if given not in META}
            suffix = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
            handed = self.providers.handed_to(block)
            found[key] = Module(folder, self.around, inputs, f"{self.prefix}module.{name}{suffix}.", handed)
        return found

    # -- resources -----------------------------------------------------------------------------------------------------

    def instances(self, kind: str, type_: str, name: str) -> dict[Key, dict[str, Located]] | Unknown | None:
        """The instances of a resource or data source; ``None`` if it is not declared."""
        block = (self.data if kind == "data" else self.declared).get((type_, name))
        if block is None:
            return None
        memo = ("instances", kind, type_, name)
        if memo not in self._memo:
            self._memo[memo] = Unknown(f"`{type_}.{name}` refers to itself")
            self._memo[memo] = instance_keys(block, self.scope(block.source))
        found: dict[Key, dict[str, Located]] | Unknown = self._memo[memo]
        return found

    def _referred(self, kind: str, type_: str, name: str, place: Place) -> Located:
        found = self.instances(kind, type_, name)
        shown = f"{self.prefix}{'data.' if kind == 'data' else ''}{type_}.{name}"
        if found is None:
            return hole(shown, f"`{shown}` is not declared here", place)
        if isinstance(found, Unknown):
            return hole(shown, f"which instances of `{shown}` there are is not known: {found.reason}", place)
        block = (self.data if kind == "data" else self.declared)[type_, name]
        instances = {key: Instance(self, block, shown, key, names) for key, names in found.items()}
        if "count" in block.attributes:
            return Located([Located(item, block.place) for item in instances.values()], block.place)
        if "for_each" in block.attributes:
            return Located({str(key): Located(item, block.place) for key, item in instances.items()}, block.place)
        return Located(instances[None], block.place)

    def resources(self) -> Iterator[TerraformResource]:
        """Every resource of this module and of those it calls."""
        for (type_, name), block in self.declared.items():
            found = self.instances("resource", type_, name)
            doubt = ""
            if isinstance(found, Unknown):
                doubt = f"whether `{type_}.{name}` is made, and how often, is not known: {found.reason}"
                found = {None: _some_instance(found.reason, self.prefix, block.place)}
            for key, names in (found or {}).items():
                instance = Instance(self, block, f"{self.prefix}{type_}.{name}", key, names)
                yield TerraformResource(
                    type_, instance.address, instance.configured(), block.place, instance.attribute, doubt
                )
        for name in self.calls:
            children = self.children(name)
            for child in () if isinstance(children, Unknown) else children.values():
                yield from child.resources()

    def unread(self) -> Iterator[tuple[str, set[str]]]:
        """Modules whose configuration is not here, each with the types of the resources that it is handed."""
        for name, block in self.calls.items():
            children = self.children(name)
            if isinstance(children, Unknown):
                scope = self.scope(block.source)
                given = [evaluate(node, scope) for key, node in block.attributes.items() if key not in META]
                yield f"the module `{self.prefix}{name}`", set(_types_in(given))
            else:
                for child in children.values():
                    yield from child.unread()
        for type_, name in self.data:
            if type_ == "aws_vpc_endpoint":
                yield f"whoever made `data.{type_}.{name}`", {type_}


def _types_in(values: Iterable[Any]) -> Iterator[str]:
    """The types of the resources whose attributes stand in some values."""
    todo = list(values)
    while todo:
        value = todo.pop()
        value = value.value if isinstance(value, Located) else value
        if isinstance(value, TemplateText):
            yield from (found for hole in value.holes for found in _TYPE.findall(hole.name))
        elif isinstance(value, (list, dict)):
            todo.extend(value.values() if isinstance(value, dict) else value)


def _some_instance(reason: str, prefix: str, place: Place) -> dict[str, Located]:
    """What ``each`` and ``count`` mean in an instance of which nothing is known."""
    key, index = hole(f"{prefix}each.key", reason, place), hole(f"{prefix}count.index", reason, place)
    each = {"key": key, "value": unknown(reason, place)}
    return {"each": Located(each, place), "count": Located({"index": index}, place)}
