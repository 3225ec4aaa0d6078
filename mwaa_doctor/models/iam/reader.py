"""Reads policy documents as IAM does, and says what IAM would refuse about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mwaa_doctor.models.iam.arn import PARTITIONS
from mwaa_doctor.models.iam.operators import read_operator
from mwaa_doctor.models.iam.policy import (
    VARIABLES_SINCE,
    VERSIONS,
    Condition,
    Element,
    Fault,
    Places,
    Policy,
    Role,
    Statement,
)
from mwaa_doctor.models.iam.principals import NamedKind, NamedPrincipal
from mwaa_doctor.models.template_text import Hole, TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

_KINDS: tuple[NamedKind, ...] = ("AWS", "Service", "Federated", "CanonicalUser")
_DOCUMENT = ("Version", "Id", "Statement")
_STATEMENT = (
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
)  # fmt: skip
_WITH_PRINCIPAL = ("resource", "trust", "endpoint")
_SID = re.compile(r"[A-Za-z0-9]*")
_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+|\*:\*")
_PARTITION = re.compile(r"aws(-cn|-us-gov|-eusc|-iso(-[bef])?)?")
_SERVICE_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_ACCOUNT_OR_ID = re.compile(r"\d{12}|A[A-Z0-9]{15,127}|[0-9a-f]{64}")
Path = tuple[str | int, ...]


def read_policy(document: Any, name: str, role: Role, place: Place, places: Places | None = None) -> Policy:
    """Read a decoded document. ``places`` holds the lines of its values by path; without them all stand at ``place``.

    The reading never fails: what cannot be read is in the faults, and values that are not known make the statement
    doubtful.
    """
    reader = _Reader(role, place, places or {})
    if isinstance(document, (Unknown, TemplateText)):
        return Policy(name, role, (), place, VARIABLES_SINCE, (), (document.reason,))
    version, statements, doubts = reader.document(document)
    return Policy(name, role, tuple(statements), place, version, tuple(reader.faults), tuple(doubts))


class _Reader:
    def __init__(self, role: Role, place: Place, places: Places) -> None:
        self.role = role
        self.place = place
        self.places = places
        self.faults: list[Fault] = []
        self.variables = False

    def at(self, path: Path) -> Place:
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.places.get((), self.place)

    def fault(self, path: Path, message: str, fatal: bool = True) -> None:
        self.faults.append(Fault(self.at(path), message, fatal))

    # -- the document -------------------------------------------------------------------------------------------------

    def document(self, document: Any) -> tuple[str, list[Statement], list[str]]:
        doubts: list[str] = []
        if not isinstance(document, Mapping):
            self.fault((), f"a policy is a JSON object, not {_kind(document)}")
            return VERSIONS[0], [], doubts
        self._keys((), document, _DOCUMENT)
        version = document.get("Version", VERSIONS[0])
        if isinstance(version, (Unknown, TemplateText)):
            version = VARIABLES_SINCE
        elif version not in VERSIONS:
            self.fault(("Version",), f"`Version` is `{VARIABLES_SINCE}` or `{VERSIONS[0]}`, not `{version}`")
        self.variables = version == VARIABLES_SINCE
        if "Id" in document and self.role in ("identity", "boundary", "session"):
            self.fault(("Id",), "`Id` has no place in a policy of an identity", fatal=False)
        found = document.get("Statement")
        if isinstance(found, Mapping):
            members: list[tuple[Path, Any]] = [(("Statement",), found)]
        elif isinstance(found, (list, tuple)):
            members = [(("Statement", index), member) for index, member in enumerate(found)]
        elif isinstance(found, (Unknown, TemplateText)):
            return str(version), [], [found.reason]
        else:
            members = []
            missing = found is None and "Statement" not in document
            self.fault(("Statement",), "has no `Statement`" if missing else f"`Statement` is {_kind(found)}")
        if not members and isinstance(found, (list, tuple)):
            self.fault(("Statement",), "`Statement` is empty")
        statements = []
        for index, (path, member) in enumerate(members):
            if isinstance(member, (Unknown, TemplateText)):
                doubts.append(member.reason)
            elif isinstance(member, Mapping):
                statements.append(self.statement(path, index, member))
            else:
                self.fault(path, f"a statement is a JSON object, not {_kind(member)}")
        self._sids(statements)
        return str(version), statements, doubts

    def _keys(self, path: Path, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in found:
            if key in known:
                continue
            close = next((name for name in known if str(key).lower() in (name.lower(), f"{name.lower()}s")), None)
            hint = f": it is written `{close}`" if close else ""
            self.fault((*path, key), f"`{key}` is no element of a {'statement' if path else 'policy'}{hint}")

    def _sids(self, statements: list[Statement]) -> None:
        seen: dict[str, Statement] = {}
        for statement in statements:
            if statement.sid in seen:
                self.faults.append(
                    Fault(statement.place, f"`Sid` `{statement.sid}` is used twice in one policy", fatal=False)
                )
            elif statement.sid:
                seen[statement.sid] = statement

    # -- a statement --------------------------------------------------------------------------------------------------

    def statement(self, path: Path, index: int, found: Mapping[str, Any]) -> Statement:
        self._keys(path, found, _STATEMENT)
        doubts: list[str] = []
        effect = self._effect(path, found, doubts)
        sid = found.get("Sid", "")
        if isinstance(sid, (Unknown, TemplateText)):
            sid = ""
        elif not isinstance(sid, str):
            self.fault((*path, "Sid"), f"`Sid` is a text, not {_kind(sid)}", fatal=False)
        elif self.role in ("identity", "boundary", "session") and not _SID.fullmatch(sid):
            self.fault((*path, "Sid"), f"`Sid` `{sid}` has other characters than letters and digits", fatal=False)
        not_action, actions = self._pair(path, found, "Action", required=True)
        needs_resource = self.role not in ("trust", "resource")
        not_resource, resources = self._pair(path, found, "Resource", needs_resource)
        if self.role == "trust" and resources is not None:
            self.fault((*path, "Resource"), "a trust policy has no `Resource`", fatal=False)
            resources = None
        for element in actions or ():
            if isinstance(element.text, str) and not _ACTION.fullmatch(element.text):
                self.faults.append(
                    Fault(element.place, f"`{element.text}` is no action: they look like `s3:GetObject`", fatal=False)
                )
        for element in resources or ():
            reason = _malformed(element.text) if isinstance(element.text, str) else ""
            if reason:
                self.faults.append(Fault(element.place, f"`{element.text}` {reason}", fatal=False))
        not_principal, principals = self._principals(path, found)
        return Statement(
            index=index,
            sid=str(sid),
            effect=effect,
            actions=actions or (),
            resources=resources,
            principals=principals,
            conditions=tuple(self._conditions((*path, "Condition"), found.get("Condition"))),
            place=self.at(path),
            not_action=not_action,
            not_resource=not_resource,
            not_principal=not_principal,
            variables=self.variables,
            doubts=tuple(doubts),
        )

    def _effect(self, path: Path, found: Mapping[str, Any], doubts: list[str]) -> Literal["Allow", "Deny"] | None:
        effect = found.get("Effect")
        if effect == "Allow":
            return "Allow"
        if effect == "Deny":
            return "Deny"
        if isinstance(effect, (Unknown, TemplateText)):
            doubts.append(effect.reason)
        elif effect is None:
            self.fault(path, "a statement has no `Effect`")
        else:
            self.fault((*path, "Effect"), f"`Effect` is `Allow` or `Deny`, not `{effect}`")
        return None

    def _pair(
        self, path: Path, found: Mapping[str, Any], name: str, required: bool
    ) -> tuple[bool, tuple[Element, ...] | None]:
        given = [key for key in (name, f"Not{name}") if key in found]
        if len(given) == 2:
            self.fault((*path, given[1]), f"a statement has either `{given[0]}` or `{given[1]}`, not both")
        if not given:
            if required:
                self.fault(path, f"a statement has neither `{name}` nor `Not{name}`")
            return False, None
        elements = tuple(self._elements((*path, given[0]), found[given[0]], given[0]))
        if not elements and isinstance(found[given[0]], (list, tuple)) and not found[given[0]]:
            self.fault((*path, given[0]), f"`{given[0]}` is empty")
        return given[0] != name, elements

    def _elements(self, path: Path, value: Any, name: str, scalars: bool = False) -> Iterator[Element]:
        """The members of a list, or the one value that may stand instead of it."""
        is_list = isinstance(value, (list, tuple))
        for index, member in enumerate(value if is_list else (value,)):
            at = (*path, index) if is_list else path
            text = _text(member, at, scalars)
            if text is None:
                self.fault(at, f"a member of `{name}` is {_kind(member)}, not a text")
            else:
                yield Element(text, self.at(at))

    # -- principals and conditions ------------------------------------------------------------------------------------

    def _principals(self, path: Path, found: Mapping[str, Any]) -> tuple[bool, tuple[NamedPrincipal, ...] | None]:
        given = [key for key in ("Principal", "NotPrincipal") if key in found]
        if len(given) == 2:
            self.fault((*path, given[1]), "a statement has either `Principal` or `NotPrincipal`, not both")
        if self.role not in _WITH_PRINCIPAL:
            if given:
                self.fault((*path, given[0]), f"`{given[0]}` has no place in a policy of an identity", fatal=False)
            return False, None
        if not given:
            self.fault(path, "a statement of a resource's policy has no `Principal`")
            return False, ()
        named = tuple(self._named((*path, given[0]), found[given[0]], given[0]))
        return given[0] == "NotPrincipal", named

    def _named(self, path: Path, value: Any, name: str) -> Iterator[NamedPrincipal]:
        if isinstance(value, (Unknown, TemplateText)):
            for kind in _KINDS:
                yield NamedPrincipal(kind, _text(value, path, False) or "", self.at(path))
        elif value == "*":
            yield NamedPrincipal("AWS", "*", self.at(path))
        elif isinstance(value, Mapping):
            for key, members in value.items():
                kind_found = next((kind for kind in _KINDS if kind == key), None)
                if kind_found is None:
                    self.fault((*path, key), f"`{key}` is no kind of principal: {', '.join(_KINDS)}")
                    continue
                for element in self._elements((*path, key), members, name, scalars=True):
                    reason = _no_principal(kind_found, element.text) if isinstance(element.text, str) else ""
                    if reason:
                        self.faults.append(Fault(element.place, f"`{element.text}` {reason}", fatal=False))
                    yield NamedPrincipal(kind_found, element.text, element.place)
        else:
            written = f"`{value}`" if isinstance(value, str) else _kind(value)
            self.fault(path, f'`{name}` is `*` or an object such as `{{"AWS": ...}}`, not {written}')

    def _conditions(self, path: Path, block: Any) -> Iterator[Condition]:
        if block is None:
            return
        if isinstance(block, (Unknown, TemplateText)):
            yield self._unknown_condition(path, block)
            return
        if not isinstance(block, Mapping):
            self.fault(path, f"`Condition` is an object, not {_kind(block)}")
            return
        for written, keys in block.items():
            operator = read_operator(str(written))
            if operator is None:
                self.fault((*path, written), f"`{written}` is no condition operator")
            elif isinstance(keys, (Unknown, TemplateText)):
                yield self._unknown_condition((*path, written), keys)
            elif not isinstance(keys, Mapping):
                self.fault((*path, written), f"`{written}` holds an object of keys and values, not {_kind(keys)}")
            else:
                for key, values in keys.items():
                    at = (*path, written, key)
                    elements = tuple(self._elements(at, values, str(key), scalars=True))
                    yield Condition(operator, str(key), elements, self.at(at), self.variables)

    def _unknown_condition(self, path: Path, value: Unknown | TemplateText) -> Condition:
        operator = read_operator("StringEquals")
        assert operator is not None
        hole = TemplateText((Hole(".".join(map(str, path)), value.reason),))
        return Condition(operator, "an unknown key", (Element(hole, self.at(path)),), self.at(path), False)


def _text(value: Any, path: Path, scalars: bool) -> str | TemplateText | None:
    if isinstance(value, (str, TemplateText)):
        return value
    if isinstance(value, Unknown):
        return TemplateText((Hole(".".join(map(str, path)), value.reason),))
    if scalars and isinstance(value, bool):
        return "true" if value else "false"
    if scalars and isinstance(value, (int, float)):
        return json.dumps(value)
    return None


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "a list"


def _malformed(resource: str) -> str:
    """Why IAM does not take a resource; ARNs of fewer fields, and variables in any field, are taken."""
    if resource == "*" or resource.startswith("${") or (resource.startswith("*") and ":" not in resource):
        return ""
    if not resource.startswith("arn:"):
        return "" if resource.startswith("*") else "is neither an ARN nor `*`"
    fields = resource.split(":", 5)
    partition, service = (*fields[1:3], "*", "*")[:2]
    if not any(mark in partition for mark in "*?$") and not _PARTITION.fullmatch(partition):
        return f"names no partition of AWS: {', '.join(PARTITIONS)}"
    if not service:
        return "names no service: ARNs begin `arn:aws:SERVICE:`"
    if service == "iam" and len(fields) == 6 and fields[3] and not any(mark in fields[3] for mark in "*?$"):
        return "has a Region, which ARNs of IAM do not have"
    return ""


def _no_principal(kind: NamedKind, text: str) -> str:
    """Why AWS does not take a principal."""
    if text == "*" or "${" in text:
        return ""
    if kind == "Service":
        return "" if _SERVICE_NAME.fullmatch(text) else "is no service: they look like `airflow.amazonaws.com`"
    if kind != "AWS" or _ACCOUNT_OR_ID.fullmatch(text):
        return ""
    if not text.startswith("arn:"):
        return "is no principal of AWS: an ARN or an account of twelve digits"
    if "*" in text or "?" in text:
        return "has a wildcard, which principals do not take: use a condition on `aws:PrincipalArn`"
    return ""
