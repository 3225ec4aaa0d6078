"""Which strings of a program are written for people, or only compared with, and so never reach AWS or Airflow."""

from __future__ import annotations

import ast
import re

from mwaa_doctor.models.value_flow import ValueFlow

_TEXT_NAMES = re.compile(
    r"help|message|msg|usage|doc|descri|placeholder|pattern|regex|example|template|sample|hint|label|title", re.I
)
_TEXT_KEYWORDS = frozenset({
    "help", "description", "doc", "doc_md", "message", "metavar", "epilog", "placeholder", "title", "pattern", "match",
    "params", "default",
})  # fmt: skip
_TEXT_CALLS = re.compile(
    r"(?:^|\.)(?:print|debug|info|warning|warn|error|exception|critical|log|startswith|endswith|replace|compile|sub|search|"
    r"fullmatch|match|findall|split|strip|removeprefix|removesuffix|count|index|find|echo|secho|fail|Param|add_argument)$"
)


def key_of(flow: ValueFlow, node: ast.AST) -> str:
    """The keyword or the dictionary key that an expression is given for, or an empty string."""
    outer = flow.parent(node)
    if isinstance(outer, ast.Dict):
        for key, value in zip(outer.keys, outer.values, strict=True):
            if value is node and isinstance(key, ast.Constant):
                return str(key.value)
    return outer.arg or "" if isinstance(outer, ast.keyword) else ""


def is_for_people(flow: ValueFlow, node: ast.AST) -> bool:
    """Whether a string is a message, a help text, documentation, a pattern, a default, or one side of a comparison."""
    if _TEXT_NAMES.search(key_of(flow, node)):
        return True
    inner = node
    for outer in flow.around(node):
        if isinstance(outer, (ast.Compare, ast.Assert, ast.Raise, ast.MatchValue)):
            return True
        if isinstance(outer, ast.keyword) and outer.arg in _TEXT_KEYWORDS:
            return True
        if isinstance(outer, ast.Call) and _is_text_call(flow, outer):
            return True
        if isinstance(outer, ast.Dict) and inner in outer.keys:
            return True
        if isinstance(outer, (ast.Assign, ast.AnnAssign)):
            targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
            return any(_TEXT_NAMES.search(getattr(item, "id", getattr(item, "attr", ""))) for item in targets)
        if isinstance(outer, ast.stmt):
            return False
        inner = outer
    return False


def _is_text_call(flow: ValueFlow, call: ast.Call) -> bool:
    name = flow.name_of(call)
    if name in ("os.getenv", "os.environ.get", "airflow:Variable.get"):
        return True
    plain = name or getattr(call.func, "id", "")
    return _TEXT_CALLS.search(plain) is not None or plain.endswith(("Error", "Exception"))
