"""Credentials written into files, and their removal from everything that is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mwaa_doctor.models.python_file import PythonFile

REDACTED = "[redacted]"

_KNOWN_SHAPES = (
    ("AWS access key id", re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b")),
    ("private key", re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[^-]{16,}|\s*\S{16,})", re.DOTALL)),
    ("GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b")),
    ("Slack token", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b")),
    ("Slack webhook", re.compile(r"\bhooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}")),
)
_URL_PASSWORD = re.compile(r"\b[a-zA-Z][\w+.-]{1,30}://[^\s:/@'\"{}$%<>]{1,80}:([^\s/@'\"{}$<>]{1,200})@[\w\[]")
_NAME = re.compile(
    r"(?:^|_)(?:password|passwd|pwd|passphrase|api_?key|secret_?key|secret_access_key|client_secret|auth_token"
    r"|access_token|api_token|bearer_token|private_key|sas_token|secret|token)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WEAK_NAME = re.compile(r"(?:^|_)(?:secret|token|private_key|api_?key|secret_?key)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"^(?:|none|null|true|false|test|dummy|fake|mock|todo|tbd|example|sample|change_?me|replace_?me|redacted|secret|"
    r"password|passwd|pass|token|x+|\*+|\.+|-+|_+|0+|1234?5?6?)$|^<.*>$|^\[.*\]$|^\*{3,}|^your[-_ ]|^my[-_ ]?(?:password|secret|token)$"
    r"|placeholder|example",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{|\$\(|^\$[A-Za-z_]|^%\(|%s|^\{[a-zA-Z_.]*\}$")
_REFERENCE = re.compile(
    r"^(?:arn:|/|https?://|s3://|vault:|env:|ssm:|airflow/)|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|[\w-]+/[\w-]+/"
)
_WORDS = re.compile(r"^[a-zA-Z]+(?:[-_. /][a-zA-Z]+)*$")
_HINT = re.compile(rb"passw|passphrase|pwd|secret|token|api_?key|private_?key|access_?key", re.IGNORECASE)
_MAX_SCANNED = 20_000


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential in the source: what it is, the text itself (never shown), and the node that holds it."""

    kind: str
    value: str
    node: ast.AST
    name: str = ""


def is_credential(name: str, value: str) -> bool:
    """Whether a string given under this name is a credential, not a placeholder, template, path or name of a secret."""
    name = _CAMEL.sub("_", name).replace("-", "_")
    if not _NAME.search(name) or len(value) < 4 or len(value) > 4096:
        return False
    if _PLACEHOLDER.search(value) or _TEMPLATE.search(value) or _REFERENCE.search(value):
        return False
    if value.strip() != value or " " in value:
        return False
    if _WEAK_NAME.search(name):
        has_digit = any(char.isdigit() for char in value)
        return len(value) >= 12 and has_digit and not _WORDS.match(value)
    return value.lower() != name.lower()


def shaped_secrets(text: str) -> Iterator[tuple[str, str]]:
    """Credentials that are recognised by their shape: (kind, text)."""
    if len(text) > _MAX_SCANNED:
        text = text[:_MAX_SCANNED]
    for kind, shape in _KNOWN_SHAPES:
        for match in shape.finditer(text):
            if "EXAMPLE" not in match.group():
                yield kind, match.group()
    if "://" in text:
        for match in _URL_PASSWORD.finditer(text):
            if not _PLACEHOLDER.search(match.group(1)) and not _TEMPLATE.search(match.group(1)):
                yield "password in a URL", match.group(1)


def find_secrets(file: PythonFile) -> list[Secret]:
    """The credentials in a Python file, in source order, each once."""
    found: dict[int, Secret] = {}
    for name, node in _named_strings(file.tree) if _HINT.search(file.source) else ():
        value = node.value
        if isinstance(value, str) and is_credential(name, value):
            found[id(node)] = Secret("credential", value, node, name)
    for text in file.texts:
        for kind, secret in shaped_secrets(text.value):
            found.setdefault(id(text.node), Secret(kind, secret, text.node))
    return sorted(found.values(), key=lambda secret: (secret.node.lineno, secret.node.col_offset))  # type: ignore[attr-defined]


def _named_strings(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and isinstance(node.value, ast.Constant):
            yield node.arg, node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Constant):
                    yield key.value, value
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
                elif isinstance(target, ast.Attribute):
                    yield target.attr, node.value
                elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                    yield str(target.slice.value), node.value


def redact(text: str, secrets: Iterable[str]) -> str:
    """Replace known secrets, and whatever has the shape of one, in a text that is to be shown."""
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            text = text.replace(secret, REDACTED)
            first = secret.splitlines()[0] if secret.splitlines() else ""
            if len(first) > 8:
                text = text.replace(first, REDACTED)
    for _, secret in list(shaped_secrets(text)):
        text = text.replace(secret, REDACTED)
    return text
