"""Condition operators: what they compare, and how."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

Kind = Literal["string", "string-ignoring-case", "like", "arn", "number", "date", "bool", "binary", "address", "null"]
Relation = Literal["=", "<", "<=", ">", ">="]
Quantifier = Literal["", "all", "any"]
WITH_VARIABLES = frozenset({"string", "string-ignoring-case", "like", "arn", "bool"})


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator as written and what it means."""

    written: str
    kind: Kind
    relation: Relation = "="
    negated: bool = False
    if_exists: bool = False
    quantifier: Quantifier = ""


_PLAIN: dict[str, tuple[Kind, Relation, bool]] = {
    "StringEquals": ("string", "=", False),
    "StringNotEquals": ("string", "=", True),
    "StringEqualsIgnoreCase": ("string-ignoring-case", "=", False),
    "StringNotEqualsIgnoreCase": ("string-ignoring-case", "=", True),
    "StringLike": ("like", "=", False),
    "StringNotLike": ("like", "=", True),
    "ArnEquals": ("arn", "=", False),
    "ArnLike": ("arn", "=", False),
    "ArnNotEquals": ("arn", "=", True),
    "ArnNotLike": ("arn", "=", True),
    "NumericEquals": ("number", "=", False),
    "NumericNotEquals": ("number", "=", True),
    "NumericLessThan": ("number", "<", False),
    "NumericLessThanEquals": ("number", "<=", False),
    "NumericGreaterThan": ("number", ">", False),
    "NumericGreaterThanEquals": ("number", ">=", False),
    "DateEquals": ("date", "=", False),
    "DateNotEquals": ("date", "=", True),
    "DateLessThan": ("date", "<", False),
    "DateLessThanEquals": ("date", "<=", False),
    "DateGreaterThan": ("date", ">", False),
    "DateGreaterThanEquals": ("date", ">=", False),
    "Bool": ("bool", "=", False),
    "BinaryEquals": ("binary", "=", False),
    "IpAddress": ("address", "=", False),
    "NotIpAddress": ("address", "=", True),
    "Null": ("null", "=", False),
}
NAMES = tuple(_PLAIN)
_BY_LOWER_NAME = {name.lower(): row for name, row in _PLAIN.items()}
_QUANTIFIERS: dict[str, Quantifier] = {"forallvalues": "all", "foranyvalue": "any"}


@lru_cache(maxsize=1024)
def read_operator(written: str) -> Operator | None:
    """The operator of a name such as ``ForAnyValue:StringLikeIfExists``; ``None`` if AWS knows none of that name."""
    prefix, colon, name = written.lower().rpartition(":")
    quantifier = _QUANTIFIERS.get(prefix) if colon else ""
    if quantifier is None:
        return None
    if_exists = name.endswith("ifexists")
    row = _BY_LOWER_NAME.get(name.removesuffix("ifexists"))
    if row is None or (row[0] == "null" and (if_exists or quantifier)):
        return None
    return Operator(written, *row, if_exists, quantifier)


def compare(operator: Operator, wanted: str, given: str) -> bool:
    """Whether a known value of the request meets a known value of the policy; texts and ARNs are not compared here."""
    if operator.kind == "bool":
        return wanted.strip().lower() == given.strip().lower()
    if operator.kind == "binary":
        return _bytes(wanted) is not None and _bytes(wanted) == _bytes(given)
    if operator.kind == "address":
        return _is_inside(given, wanted)
    left: Decimal | datetime | None
    right: Decimal | datetime | None
    if operator.kind == "number":
        left, right = read_number(given), read_number(wanted)
    else:
        left, right = read_date(given), read_date(wanted)
    if left is None or right is None:
        return False
    return _holds(left, operator.relation, right)


def _holds(left: Decimal | datetime, relation: Relation, right: Decimal | datetime) -> bool:
    if left == right:
        return relation in ("=", "<=", ">=")
    is_less = left < right  # type: ignore[operator] # both are numbers or both are dates
    return relation in (("<", "<=") if is_less else (">", ">="))


def is_possible(operator: Operator, wanted: str) -> bool:
    """Whether a value of the policy has the form that the operator needs."""
    if operator.kind == "number":
        return read_number(wanted) is not None
    if operator.kind == "date":
        return read_date(wanted) is not None
    if operator.kind == "address":
        return read_network(wanted) is not None
    if operator.kind in ("bool", "null"):
        return wanted.strip().lower() in ("true", "false")
    if operator.kind == "binary":
        return _bytes(wanted) is not None
    return True


_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


@lru_cache(maxsize=4096)
def read_number(text: str) -> Decimal | None:
    """A whole or decimal number."""
    if len(text) > 200 or not text.isascii() or not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?)?)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@lru_cache(maxsize=4096)
def read_date(text: str) -> datetime | None:
    """A date in one of the forms of ISO 8601 that the W3C names, or seconds since 1970; UTC if no zone is given."""
    text = text.strip()
    if not text.isascii():
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            seconds = read_number(text)
            return None if seconds is None else _EPOCH + timedelta(seconds=float(seconds))
        *fields, fraction, zone = match.groups()
        year, month, day, hour, minute, second = (
            int(field or least) for field, least in zip(fields, "111000", strict=True)
        )
        micro = int((fraction or "0").ljust(6, "0")[:6])
        moment = datetime(year, month, day, hour, minute, second, micro, timezone.utc)
        if zone and zone not in "Zz":
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            moment = moment - offset if zone[0] == "+" else moment + offset
    except (ValueError, OverflowError):
        return None
    return moment


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@lru_cache(maxsize=4096)
def read_network(text: str) -> Network | None:
    """An address, or a range in CIDR form; bits of the host are left out of account."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _is_inside(given: str, wanted: str) -> bool:
    inner, outer = read_network(given), read_network(wanted)
    if inner is None or outer is None or inner.version != outer.version:
        return False
    return inner.subnet_of(outer)  # type: ignore[arg-type] # both are of the same version


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
