"""The data source ``aws_iam_policy_document``: the policy that its statements make.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.located import Located, decoded, unknown
from mwaa_doctor.unknown import Unknown

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_OTHER_DOCUMENTS = ("source_policy_documents", "override_policy_documents")


def policy_document(attributes: dict[str, Located], place: Place) -> Located:
    """The document as a value; ``Unknown`` if another document overrides statements of this one."""
    statements: list[Located] = []
    version = attributes.get("version") or Located("2012-10-17", place)
    for name in _OTHER_DOCUMENTS:
        others = attributes.get(name)
        if others is None:
            continue
        if not isinstance(others.value, list):
            return unknown(getattr(others.value, "reason", f"`{name}` is not known"), place)
        if name == "override_policy_documents" and others.value:
            return unknown("statements of the document may be overridden by other documents", place)
        for other in others.members:
            document = decoded(other)
            if not isinstance(document.value, dict):
                return unknown(getattr(document.value, "reason", "a source document is not known"), place)
            found = document.entries.get("Statement")
            if found is not None:
                statements.extend(found.members if isinstance(found.value, list) else [found])
    own = attributes.get("statement")
    if own is not None and isinstance(own.value, Unknown):
        return unknown(own.value.reason, own.place)
    statements.extend(_statement(block) for block in (own.members if own is not None else ()))
    return Located({"Version": version, "Statement": Located(statements, place)}, place)


def _statement(block: Located) -> Located:
    if not isinstance(block.value, dict):
        return block
    given = block.entries
    made: dict[str, Located] = {}
    if "sid" in given:
        made["Sid"] = given["sid"]
    made["Effect"] = given.get("effect") or Located("Allow", block.place)
    for name, element in _LISTS.items():
        if name in given and given[name].value != []:
            made[element] = given[name]
    for name, element in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if name in given:
            made[element] = _principals(given[name])
    if "condition" in given:
        made["Condition"] = _conditions(given["condition"])
    return Located(made, block.place)


def _principals(blocks: Located) -> Located:
    made: dict[str, Located] = {}
    for block in blocks.members:
        kind, members = block.entries.get("type"), block.entries.get("identifiers")
        if kind is None or members is None or not isinstance(kind.value, str):
            return unknown(_reason(kind, block), block.place)
        if kind.value == "*":
            return Located("*", block.place)
        known = made.get(kind.value)
        if known is not None and isinstance(members.value, list):
            members = Located([*known.members, *members.members], known.place)
        made[kind.value] = members
    return Located(made, blocks.place)


def _conditions(blocks: Located) -> Located:
    made: dict[str, dict[str, Located]] = {}
    for block in blocks.members:
        test, variable = block.entries.get("test"), block.entries.get("variable")
        values = block.entries.get("values")
        if test is None or variable is None or values is None:
            return unknown(_reason(test, block), block.place)
        if not isinstance(test.value, str) or not isinstance(variable.value, str):
            return unknown(_reason(test, block), block.place)
        made.setdefault(test.value, {})[variable.value] = values
    return Located({test: Located(keys, blocks.place) for test, keys in made.items()}, blocks.place)


def _reason(value: Located | None, block: Located) -> str:
    for one in (value, block):
        if one is not None and isinstance(one.value, (Unknown, TemplateText)):
            return one.value.reason
    return "the block is incomplete"
