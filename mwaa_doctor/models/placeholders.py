"""Placeholders of samples that stand where a real value belongs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.scopes import Text
from mwaa_doctor.models.texts_for_people import is_for_people, key_of
from mwaa_doctor.models.value_flow import ValueFlow

_HINT = re.compile(rb"YOUR_|your[-_]|mykeypair|<your", re.IGNORECASE)
_MARKED = re.compile(r"<(?:your|YOUR)[-_ ][\w -]{1,60}>|\bYOUR_[A-Z][A-Z0-9_]*\b")
_LAST = (
    "name|id|arn|bucket|key|role|account|cluster|region|environment|env|host|hostname|password|endpoint|subnet|vpc|stack|table|"
    "database|url|queue|topic|function|secret|token|project|username|user|repository|domain"
)
_WORDS = rf"your-(?:[a-z0-9]+-){{0,4}}(?:{_LAST})"
_WHOLE = re.compile(
    rf"(?:s3a?://|https?://|arn:[\w:-]*[:/])?({_WORDS}|YOUR-(?:[A-Z0-9]+-)*[A-Z0-9]+)(?:[/.:].*)?", re.DOTALL
)
_LOOSE = re.compile(rf"(?:^|[\s\"'=/])({_WORDS})(?=$|[\s\"'/;])")
_PROSE = re.compile(r"[A-Za-z]{2,}[,.]? +[a-z]{2,}[,.]? +[a-z]{2,}")
_SQL = re.compile(
    r"\s*(?:select|insert|update|delete|copy|unload|create|drop|alter|merge|with|truncate|grant)\b", re.IGNORECASE
)
_TEST_PATH = re.compile(
    r"(?:^|/)(?:tests?|testing|templates?|examples?)/|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py$"
)


def placeholder_in(text: str, *, whole: bool = True) -> str | None:
    """The placeholder in a value; ``whole``: lower-case ones count only if they are the value, or lead an address."""
    marked = _MARKED.search(text)
    if marked is not None:
        return marked.group()
    found = _WHOLE.fullmatch(text) if whole else _LOOSE.search(text)
    return found.group(1) if found is not None else None


def in_python(file: PythonFile) -> Iterator[tuple[ast.AST, str]]:
    """The strings of a file that hold a placeholder and are used as values, not shown to people or compared with."""
    if not file.mentions(b"your", b"mykeypair") or _HINT.search(file.source) is None or _TEST_PATH.search(file.path):
        return
    flow = ValueFlow(file)
    replaced = {
        file.constant(call.node.args[0], call.scope)
        for call in file.index.calls
        if isinstance(call.node.func, ast.Attribute) and call.node.func.attr == "replace" and call.node.args
    }
    for text in file.texts:
        found = placeholder_in(text.value)
        if found is None and text.value == "mykeypair" and key_of(flow, text.node) == "Ec2KeyName":
            found = text.value
        if found is not None and found not in replaced and _is_value(flow, text):
            yield text.node, found


def _is_value(flow: ValueFlow, text: Text) -> bool:
    if _PROSE.search(text.value) and not _SQL.match(text.value):
        return False
    return not is_for_people(flow, text.node)
