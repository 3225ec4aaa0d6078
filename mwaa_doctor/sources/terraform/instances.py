"""Resources and data sources as they will be: which instances there are, and what each attribute holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Encoded, Located, unknown
from mwaa_doctor.sources.terraform.expressions import Scope, evaluate
from mwaa_doctor.sources.terraform.policy_document import policy_document
from mwaa_doctor.sources.terraform.providers import Providers
from mwaa_doctor.sources.terraform.resources import ACCOUNT, computed
from mwaa_doctor.sources.terraform.syntax import Block, HclError, Source
from mwaa_doctor.unknown import Unknown

META = frozenset({"count", "for_each", "provider", "providers", "depends_on", "lifecycle", "provisioner", "connection"})
_MAX_INSTANCES = 2_000
Key = str | int | None


class Files(Protocol):
    """Reads the files of a project."""

    def __call__(self, folder: str) -> list[Source]:
        """The configuration files directly in a folder."""
        ...

    def text(self, path: str) -> str | None:
        """The text of any file; ``None`` if there is none that can be read."""
        ...


@dataclass
class Surroundings:
    """What all modules of one configuration share: account values, the reader of files, what was found wrong.

    ``root`` is the folder of the root module.
    """

    files: Files
    account: dict[str, Located]
    root: str = ""
    problems: list[tuple[str, HclError]] = field(default_factory=list)
    modules: int = 0

    def text(self, path: str) -> str | None:
        """The text of a file; ``None`` if there is none that can be read."""
        return self.files.text(path)


class Owner(Protocol):
    """The module that an instance belongs to."""

    around: Surroundings
    providers: Providers

    def scope(self, source: Source, names: dict[str, Located] | None = None) -> Scope:
        """The scope of expressions in a file of the module."""
        ...

    def once(self, key: Any, place: Place, compute: Callable[[], Located]) -> Located:
        """Compute a value once; one that depends on itself is unknown."""
        ...


@dataclass(frozen=True)
class Instance:
    """One resource or data source; its attributes are evaluated when asked for."""

    module: Owner
    block: Block
    shown: str
    key: Key
    names: dict[str, Located]

    @property
    def address(self) -> str:
        """As Terraform writes it: ``aws_subnet.private[0]``."""
        if self.key is None:
            return self.shown
        return f'{self.shown}["{self.key}"]' if isinstance(self.key, str) else f"{self.shown}[{self.key}]"

    def attribute(self, name: str, place: Place) -> Located:
        """The configured value, where it is written, or what the provider computes, or a hole, at ``place``."""
        if name in ACCOUNT:
            return self._lookup(name, place)
        written = self.module.once((self.address, name), place, lambda: self._written(name, place))
        if written.value is not None:
            return written
        type_ = self.block.labels[0]
        key = (f"{self.address}.{name}",)
        made = self.module.once(key, place, lambda: computed(type_, self.address, name, self._lookup, place))
        return Located(made.value, place)

    def _written(self, name: str, place: Place) -> Located:
        if self.block.labels[0] == "aws_iam_policy_document" and name in ("json", "minified_json"):
            return Located(Encoded(policy_document(self.configured(), self.block.place)), self.block.place)
        if name in self.block.attributes:
            configured = evaluate(self.block.attributes[name], self._scope())
            if configured.value is not None:
                return configured
        inner = list(self._blocks(self.block, self._scope()).get(name, ()))
        return Located(inner or None, self.block.place if inner else place)

    def _lookup(self, name: str, place: Place) -> Located:
        if name == "AWS::Region":
            return self.module.providers.region_for(self.block, self._scope())
        return self.module.around.account[name] if name in ACCOUNT else self.attribute(name, place)

    def _scope(self) -> Scope:
        return self.module.scope(self.block.source, self.names)

    def configured(self) -> dict[str, Located]:
        """What the configuration sets, blocks as lists."""
        scope = self._scope()
        found = {name: evaluate(node, scope) for name, node in self.block.attributes.items() if name not in META}
        for name in self._changed_elsewhere():
            if name in found:
                found[name] = unknown(f"`{name}` is in `ignore_changes`: something else sets it", found[name].place)
        for name, members in self._blocks(self.block, scope).items():
            found[name] = (
                members[0]
                if len(members) == 1 and isinstance(members[0].value, Unknown)
                else Located(members, members[0].place)
            )
        return found

    def _changed_elsewhere(self) -> Iterator[str]:
        """The arguments of a secret's value that Terraform sets once, for people to replace them."""
        if self.block.labels[0] != "aws_secretsmanager_secret_version":
            return
        for lifecycle in self.block.inner("lifecycle"):
            given = lifecycle.attributes.get("ignore_changes")
            if given is not None:
                written = lifecycle.source.text(given).strip("[] \n")
                yield from (
                    self.block.attributes if written == "all" else (name.strip() for name in written.split(","))
                )

    def _blocks(self, block: Block, scope: Scope) -> dict[str, list[Located]]:
        found: dict[str, list[Located]] = {}
        for inner in block.blocks:
            if inner.kind == "dynamic" and inner.labels:
                found.setdefault(inner.labels[0], []).extend(self._dynamic(inner, scope))
            elif inner.kind not in META:
                found.setdefault(inner.kind, []).append(self._block(inner, scope))
        return found

    def _block(self, block: Block, scope: Scope) -> Located:
        entries = {name: evaluate(node, scope) for name, node in block.attributes.items()}
        blocks = self._blocks(block, scope)
        entries.update({name: Located(members, members[0].place) for name, members in blocks.items() if members})
        return Located(entries, block.place)

    def _dynamic(self, block: Block, scope: Scope) -> Iterator[Located]:
        content = next(block.inner("content"), None)
        keys = instance_keys(block, scope)
        if content is None or isinstance(keys, Unknown):
            yield unknown(keys.reason if isinstance(keys, Unknown) else "a dynamic block has no content", block.place)
            return
        iterator = block.attributes.get("iterator")
        name = block.source.text(iterator) if iterator is not None else block.labels[0]
        for names in keys.values():
            yield self._block(content, scope.with_names({name: names["each"]} if "each" in names else {}))


def instance_keys(block: Block, scope: Scope) -> dict[Key, dict[str, Located]] | Unknown:
    """The instances of a block by key, with what ``count`` and ``each`` mean in each."""
    if "count" in block.attributes:
        value = evaluate(block.attributes["count"], scope).value
        if isinstance(value, int) and 0 <= value <= _MAX_INSTANCES:
            return {
                number: {"count": Located({"index": Located(number, block.place)}, block.place)}
                for number in range(int(value))
            }
        return Unknown(getattr(value, "reason", "") or "`count` is not known")
    if "for_each" in block.attributes:
        value = evaluate(block.attributes["for_each"], scope)
        members: dict[Key, Located] = {}
        if isinstance(value.value, dict):
            members.update(value.value)
        elif isinstance(value.value, list) and block.kind == "dynamic":
            members.update(enumerate(value.value))
        elif isinstance(value.value, list) and all(isinstance(item.value, str) for item in value.value):
            members.update((item.value, item) for item in value.value)
        else:
            return Unknown(getattr(value.value, "reason", "") or "`for_each` is not known")
        return {
            key: {"each": Located({"key": Located(key, block.place), "value": member}, block.place)}
            for key, member in members.items()
        }
    return {None: {}}
