"""Credentials written into files, and their removal from everything that is shown."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Text
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.shell_words import split_commands
from mwaa_doctor.rule import Place

_KNOWN_SHAPES = (
    ("AWS access key id", re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])")),
    ("private key", re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:[^-]{16,}|\s*\S{16,})", re.DOTALL)),
    ("GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})")),
    ("GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}")),
    ("Slack token", re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}")),
    ("Slack webhook", re.compile(r"\bhooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}")),
    ("Google API key", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("Stripe key", re.compile(r"\b[rs]k_live_[A-Za-z0-9]{20,}")),
    ("SendGrid key", re.compile(r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}")),
    ("Databricks token", re.compile(r"\bdapi[0-9a-f]{32}")),
)
_SHAPE_MARKS = (
    "AKIA",
    "ASIA",
    "PRIVATE KEY-----",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xox",
    "slack.com",
    "AIza",
    "k_live_",
    "SG.",
    "dapi",
)
_URL_PASSWORD = re.compile(
    r"\b[a-zA-Z][\w+.-]{1,30}://([^\s:/@'\"{}$%<>]{0,80}):((?:[^\s:/@'\"{}$<>%]|%[0-9A-Fa-f]{2}){1,200})@(?=[\w\[{%$]|$)"
)
_NAME = re.compile(
    r"(?:^|_)(?:password|passwd|pwd|passphrase|api_?key|secret_?key|secret_access_key|client_secret|auth_token"
    r"|access_token|api_token|bearer_token|private_key|sas_token|account_key|secret|token)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WEAK_NAME = re.compile(r"(?:^|_)(?:secret|token|private_key|api_?key|secret_?key|account_key)$", re.IGNORECASE)
_NOT_SECRET_NAME = re.compile(
    r"(?:^|_)(?:next|page|continuation|starting|pagination|request|client_request|resume|sync|pad|eos|bos|sep|unk|mask|"
    r"cls|stop|start|public|primary|foreign|partition|sort|idempotency)_(?:\w+_)?(?:token|key)$",
    re.IGNORECASE,
)
_AWS_SECRET = re.compile(r"[A-Za-z0-9/+]{40}")
_PLACEHOLDER = re.compile(
    r"^(?:|none|null|true|false|test(?:ing)?|dummy|fake|mock|todo|tbd|fixme|example|sample|demo|foo|bar|baz|foobar|abc|"
    r"change_?me|change-me|replace_?me|redacted|secret|hidden|masked|sensitive|required|optional|encrypted|empty|unset|"
    r"undefined|unknown|default|airflow|postgres|mysql|localstack|minio|str|string|text|varchar|char|bool|boolean|int|integer|bytes|"
    r"x+|\*+|\.+|-+|_+|0+|#+|123|1234?5?6?7?8?9?0?)$"
    r"|^<.*>$|^\[.*\]$|^\*{3,}|^x{4,}|X{8,}|^(?:your|my|the|some|insert|enter|put|fill|replace|change)[-_ .]"
    r"|placeholder|example|redacted|changeme|replaceme",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:db|api|access|secret|keys?|tokens?|pass|passwords?|passwd|passphrase|pwd|client|id|name|auth|user|username|login|conn|"
    r"connection|private|credentials?|my|your|the|test|some|value|field|here)"
)
_NOUNS = re.compile(rf"^{_NOUN}(?:[-_. ]?{_NOUN})*$", re.IGNORECASE)
_SPEAKS_OF_SECRETS = re.compile(
    r"secret|passw|pwd|cred|token|key|conn|param|ssm|vault|airflow|prod|stag|dev", re.IGNORECASE
)
_TEMPLATE = re.compile(r"\{\{|\{%|\$\{|\$\(|^\$[A-Za-z_]|^`|^%\(|^%s$|^\{[a-zA-Z_.\[\]'\"]*\}$|^\{\?\}$")
_REFERENCE = re.compile(
    r"^(?:arn:|/[\w.-]+/|\.{1,2}/|~/|https?://[^@]*$|s3://|gs://|vault:|env:|ssm:|file:|secretsmanager:|!|@)"
    r"|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$",
)
_PIECE = re.compile(r"(?:[a-z]+|[A-Z][a-z]*|[A-Z]+|[a-zA-Z][a-z]+(?:[A-Z][a-z]+)*)(?:v?\d{1,4})?|v?\d{1,4}")
_CAMEL_NAME = re.compile(r"(?:[A-Z]+[a-z]+){2,}(?:[vV]?\d{1,2})?")
_BETWEEN_PIECES = re.compile(r"[-_./: ]")
_WORDS = re.compile(r"^[a-zA-Z]+(?:[-_. /:][a-zA-Z]+)*$")
_HINT = re.compile(rb"passw|passphrase|pwd|secret|token|api_?key|private_?key|access_?key|account_?key", re.IGNORECASE)
_NAME_MARKS = (
    b"passw", b"passphrase", b"pwd", b"secret", b"token", b"api_key", b"apikey", b"api-key", b"private_key",
    b"privatekey", b"private-key", b"account_key", b"accountkey", b"account-key",
)  # fmt: skip
_SHAPE_MARK = re.compile("|".join(map(re.escape, _SHAPE_MARKS)))
_MARKS = tuple(mark.encode() for mark in _SHAPE_MARKS)
_WRITTEN = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z_][\w-]*)[\"']?\]?\s*(?::\s*|=\s*|\s+(?=[\"']))(?:[bruBRU]{0,2}(?P<quote>[\"'])(?P<quoted>(?:\\.|(?!(?P=quote)).)*)"
    r"|(?P<plain>[^\s\"'#;&|,)}\]]+))"
)
# The whole value of a secret that a template declares
_STORED = re.compile(
    r"(?:SecretString|secret_string)[\"']?[ \t]*[:=][ \t]*(?:!Sub[ \t]+|[{][ \t]*[\"']Fn::Sub[\"'][ \t]*:[ \t]*)?"
    r"(?:(?P<quote>[\"'])(?P<quoted>(?:\\.|(?!(?P=quote)).)*)(?P=quote)|(?P<plain>[^\s\"'|>!{][^\n]*))"
)
_LOOKUPS = ("os.getenv", "os.environ.get", "os.environ.setdefault", "os.putenv", "airflow:Variable.set")
_MAX_SCANNED = 20_000
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential in a file: what it is, the text itself (never shown), where it stands and the name it was given.

    ``written`` is its text as the source spells it, line by line, which differs from ``value`` by escapes.
    """

    kind: str
    value: str
    place: Place
    name: str = ""
    written: tuple[str, ...] = ()


class CredentialHolder:
    """A Python file or shell script, and the credentials that are written into it."""

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "Python files and shell scripts"

    def __init__(self, source: PythonFile | ShellScript) -> None:
        self.source = source

    @classmethod
    def subjects(cls, source: Any) -> Iterable[CredentialHolder]:
        """The file."""
        return (cls(source),) if isinstance(source, (PythonFile, ShellScript)) else ()

    @property
    def place(self) -> Place:
        """The file as a whole."""
        return self.source.place

    @cached_property
    def secrets(self) -> list[Secret]:
        """The credentials, in source order."""
        if isinstance(self.source, PythonFile):
            return find_secrets(self.source)
        return find_script_secrets(self.source)


def _plain(name: str) -> str:
    return _CAMEL.sub("_", name).replace("-", "_")


@lru_cache(maxsize=8192)
def may_name_a_secret(name: str) -> bool:
    """Whether what is given under this name may be a credential."""
    return _NAME.search(_plain(name)) is not None


def is_credential(name: str, value: str) -> bool:
    """Whether a string given under this name is a credential, not a placeholder, template, path or name of a secret."""
    name = _plain(name)
    if not _NAME.search(name) or _NOT_SECRET_NAME.search(name) or not SHORTEST <= len(value) <= 4096:
        return False
    if "secret" in name.lower() and _AWS_SECRET.fullmatch(value) and _is_mixed(value):
        return "EXAMPLE" not in value
    if _PLACEHOLDER.search(value) or _TEMPLATE.search(value) or _REFERENCE.search(value) or _is_nouns(value):
        return False
    if value.strip() != value or " " in value or value.lower().replace("-", "_") == name.lower():
        return False
    if _WEAK_NAME.search(name):
        has_digit = any(char.isdigit() for char in value)
        return len(value) >= 12 and has_digit and not _WORDS.match(value) and not _reads_like_a_name(value)
    return not (_reads_like_a_name(value) and ("/" in value or _SPEAKS_OF_SECRETS.search(value)))


def _is_nouns(value: str) -> bool:
    """Whether a value only says what should stand there, such as ``db_password``."""
    return len(value) <= 40 and _NOUNS.match(value) is not None


def _is_mixed(value: str) -> bool:
    return any(char.isdigit() for char in value) and value.lower() != value and value.upper() != value


def _reads_like_a_name(value: str) -> bool:
    """Whether a value is words joined by dashes, slashes or the like, as names of secrets and parameters are."""
    pieces = _BETWEEN_PIECES.split(value.strip("/"))
    if len(pieces) == 1:
        return _CAMEL_NAME.fullmatch(value) is not None
    return all(_PIECE.fullmatch(piece) for piece in pieces)


def shaped_secrets(text: str) -> Iterator[tuple[str, str]]:
    """Credentials that are recognised by their shape: (kind, text)."""
    if len(text) > _MAX_SCANNED:
        text = text[:_MAX_SCANNED]
    if _SHAPE_MARK.search(text):
        for kind, shape in _KNOWN_SHAPES:
            for match in shape.finditer(text):
                if "EXAMPLE" not in match.group().upper():
                    yield kind, match.group()
    if "://" in text:
        for match in _URL_PASSWORD.finditer(text):
            user, password = match.groups()
            harmless = _PLACEHOLDER.search(password) or _TEMPLATE.search(password) or _is_nouns(password)
            if password != user and not harmless:
                yield "password in a URL", password


def find_secrets(file: PythonFile) -> list[Secret]:
    """The credentials in a Python file, in source order, each once."""
    return file.once(_read_secrets)


def _read_secrets(file: PythonFile) -> list[Secret]:
    found: dict[int, Secret] = {}
    may_name_one = file.mentions(*_NAME_MARKS)
    for name, node in _named_strings(file) if may_name_one else ():
        value = node.value
        if isinstance(value, bytes):
            value = value.decode("utf-8", errors="replace")
        if isinstance(value, str) and is_credential(name, value):
            found[id(node)] = Secret("credential", value, file.place_of(node), name, _written(file, node))
    for text in _texts_to_look_at(file):
        if len(text.value) < 8 or id(text.node) in found:
            continue
        for kind, secret in shaped_secrets(text.value):
            written = _written(file, text.node) if kind == "private key" else ()
            found.setdefault(id(text.node), Secret(kind, secret, file.place_of(text.node), "", written))
    for text in file.texts if may_name_one else ():
        if (
            "{" in text.value
            and id(text.node) not in found
            and text.value.lstrip()[:1] == "{"
            and _HINT.search(text.value.encode(errors="replace"))
        ):
            for name, secret in _named_in_json(text.value):
                written = (json.dumps(secret)[1:-1],)
                found.setdefault(id(text.node), Secret("credential", secret, file.place_of(text.node), name, written))
    return sorted(found.values(), key=lambda secret: secret.place)


def _texts_to_look_at(file: PythonFile) -> list[Text]:
    """The strings that may hold a credential of a known shape."""
    if any(mark in file.source for mark in _MARKS):
        return file.texts
    if b"://" in file.source:
        return [text for text in file.texts if "://" in text.value]
    return []


def _named_in_json(text: str) -> list[tuple[str, str]]:
    """The credentials in a text that is a JSON object, such as the extras of a connection."""
    try:
        todo = [json.loads(text)]
    except (ValueError, RecursionError):
        return []
    found: list[tuple[str, str]] = []
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo.extend(part.values())
            found += [
                (key, value) for key, value in part.items() if isinstance(value, str) and is_credential(key, value)
            ]
        elif isinstance(part, list):
            todo.extend(part)
    return found


def find_script_secrets(script: ShellScript) -> list[Secret]:
    """The credentials in a shell script, in source order: assignments, long options, and known shapes."""
    found: list[Secret] = []
    for line, text in script.commands():
        for name, value in _named_words(text):
            if is_credential(name, value):
                found.append(Secret("credential", value, script.place_of(line), name, (value,)))
        known = {secret.value for secret in found}
        for kind, value in shaped_secrets(text):
            if value not in known:
                found.append(Secret(kind, value, script.place_of(line), "", (value,)))
    return found


def _named_words(text: str) -> Iterator[tuple[str, str]]:
    if not _HINT.search(text.encode()):
        return
    for command in split_commands(text):
        yield from command.assignments
        words = command.words
        for position, word in enumerate(words):
            name, equals, value = word.partition("=")
            if equals:
                yield name.lstrip("-"), value
            elif word.startswith("--") and position + 1 < len(words) and not words[position + 1].startswith("-"):
                yield word[2:], words[position + 1]


def written_secrets(text: str) -> set[str]:
    """Values given under the name of a credential in a text that no parser has read, such as a broken file."""
    found: set[str] = set()
    if _HINT.search(text.encode(errors="replace")):
        for match in _WRITTEN.finditer(text):
            value = match["quoted"] if match["quote"] else match["plain"]
            if value and is_credential(match["name"], value):
                found.add(value)
    for match in _STORED.finditer(text) if "ecret" in text else ():
        value = (match["quoted"] if match["quote"] else match["plain"]).strip()
        if len(value) >= SHORTEST:
            found.add(value)
    return found


def _named_strings(file: PythonFile) -> Iterator[tuple[str, ast.Constant]]:
    """The strings of a file that are given under a name: arguments, entries of dicts, assignments, defaults."""
    for name, value in _named_values(file):
        if may_name_a_secret(name):
            for part in _constants(value):
                yield name, part
    for call in file.calls(*_LOOKUPS):
        if len(call.node.args) > 1 and isinstance(call.node.args[0], ast.Constant):
            for part in _constants(call.node.args[1]):
                yield str(call.node.args[0].value), part


def _named_values(file: PythonFile) -> Iterator[tuple[str, ast.expr]]:
    for call in file.index.calls:
        for keyword in call.node.keywords:
            if keyword.arg:
                yield keyword.arg, keyword.value
    for node in file.index.dicts:
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value
    for assignment in file.index.assignments:
        targets = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
        for target in targets:
            name = _target_name(target)
            if name and assignment.value is not None:
                yield name, assignment.value
    for scope in (*file.index.functions, *file.index.inner):
        if isinstance(getattr(scope.node, "args", None), ast.arguments):
            yield from _defaults(scope.node.args)


def _defaults(node: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = [*node.posonlyargs, *node.args]
    for arg, default in zip(positional[len(positional) - len(node.defaults) :], node.defaults, strict=True):
        yield arg.arg, default
    for arg, keyword_default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        if keyword_default is not None:
            yield arg.arg, keyword_default


def _target_name(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return ""


def _constants(value: ast.expr) -> Iterator[ast.Constant]:
    """The strings that an expression may give: itself, or one of the alternatives of ``or`` and ``if``."""
    if isinstance(value, ast.Constant):
        yield value
    elif isinstance(value, ast.BoolOp):
        for part in value.values:
            yield from _constants(part)
    elif isinstance(value, ast.IfExp):
        yield from _constants(value.body)
        yield from _constants(value.orelse)


def _written(file: PythonFile, node: ast.Constant) -> tuple[str, ...]:
    place = file.place_of(node)
    found = []
    for number in range(place.line, place.end_line + 1):
        line = file.lines[number - 1] if number <= len(file.lines) else ""
        start = place.column - 1 if number == place.line else 0
        stop = place.end_column - 1 if number == place.end_line else len(line)
        part = line[start:stop].strip()
        if number == place.line:
            part = part.lstrip("rbuRBU")
        part = part.strip("\"'\\()")
        if len(part) >= SHORTEST:
            found.append(part)
    return tuple(found)
