"""In which Region a resource is made: that of its own ``region``, of the provider it names, or of the default one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, hole
from mwaa_doctor.sources.terraform.expressions import Scope, evaluate
from mwaa_doctor.sources.terraform.syntax import Block, Source

_NAME = re.compile(r'"?aws(?:\.([\w-]+))?"?')
_HANDED = re.compile(rf"{_NAME.pattern}\s*[=:]\s*{_NAME.pattern}\s*(?:[,\n}}]|$)")
_COMMENT = re.compile(r"(?:#|//).*|/\*[\s\S]*?\*/")


class _Module(Protocol):
    prefix: str

    @property
    def around(self) -> Any:
        """What all modules share."""
        ...

    def scope(self, source: Source) -> Scope:
        """The scope of expressions in a file of the module."""
        ...


class Providers:
    """The configurations of the AWS provider in one module, by alias; the default one has the alias ``""``.

    ``handed`` are the Regions of those that the caller hands over.
    Source: https://developer.hashicorp.com/terraform/language/modules/develop/providers
    """

    def __init__(self, module: _Module, handed: Mapping[str, Located]) -> None:
        self._module, self._handed = module, handed
        self._declared: dict[str, Block] = {}
        self._busy: set[str] = set()

    def add(self, block: Block) -> None:
        """A ``provider`` block of the module."""
        alias = block.attributes.get("alias")
        self._declared[block.source.text(alias).strip('"') if alias is not None else ""] = block

    def region_for(self, block: Block, scope: Scope) -> Located:
        """The Region of a resource or a data source."""
        own = evaluate(block.attributes["region"], scope) if "region" in block.attributes else None
        if own is not None and own.value is not None:
            return own
        named = block.attributes.get("provider")
        if named is None:
            return self.region_of("")
        match = _NAME.fullmatch(block.source.text(named))
        return self.region_of(match[1] or "") if match else self._unknown(block.source.text(named), block.place)

    def region_of(self, alias: str) -> Located:
        """The Region that a provider is configured for."""
        if alias in self._handed:
            return self._handed[alias]
        block = self._declared.get(alias)
        node = block.attributes.get("region") if block is not None else None
        if block is None or node is None or alias in self._busy:
            default: Located = self._module.around.account["AWS::Region"]
            return self._unknown(f"aws.{alias}", default.place) if alias else default
        self._busy.add(alias)
        try:
            return evaluate(node, self._module.scope(block.source))
        finally:
            self._busy.discard(alias)

    def handed_to(self, call: Block) -> dict[str, Located]:
        """The Regions of the providers that a ``module`` block hands over: the default one unless it says otherwise."""
        node = call.attributes.get("providers")
        if node is None:
            return {"": self.region_of("")}
        found = {"": self._unknown("aws", call.place)}
        found.update(self._pairs(call.source.text(node)))
        return found

    def _pairs(self, text: str) -> Iterator[tuple[str, Located]]:
        for match in _HANDED.finditer(_COMMENT.sub("", text)):
            yield match[1] or "", self.region_of(match[2] or "")

    def _unknown(self, name: str, place: Place) -> Located:
        return hole(f"{self._module.prefix}{name}.region", f"the Region of the provider `{name}` is not known", place)
