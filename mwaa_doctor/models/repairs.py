"""What rules offer as repairs of source and its comments: edits and rewrites of the things that they judge."""

from __future__ import annotations

import ast
import re

from mwaa_doctor.models.arguments import Argument
from mwaa_doctor.models.imports import ImportedName
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Edit, Place, Rewrite

_PLAIN_TEXT = re.compile(r"(?P<open>[rRuU]?(?P<quote>\"\"\"|'''|\"|'))(?P<value>[^\\]*)(?P=quote)")


def renamed_keyword(file: PythonFile, keyword: ast.keyword, name: str) -> Edit:
    """Another name for a keyword argument that is written out."""
    place = file.place_of(keyword)
    end = place.column + len(str(keyword.arg))
    return Edit(place.path, (place.line, place.column), (place.line, end), name)


def dropped_keyword(file: PythonFile, keyword: ast.keyword) -> Rewrite:
    """A call without this keyword argument."""
    return Rewrite("drop-argument", file.path, _start(file.place_of(keyword)))


def dropped_value(file: PythonFile, call: ast.AST, value: ast.expr) -> tuple[Rewrite, ...]:
    """A call without the keyword argument that has this very value; none if the call has no such argument."""
    keywords = call.keywords if isinstance(call, ast.Call) else []
    return tuple(dropped_keyword(file, item) for item in keywords if item.value is value and item.arg)


def moved_import(imported: ImportedName, to: str) -> Rewrite | None:
    """The import of a name from where it is now, by its dotted name (``*``: with all names beside it).

    ``None`` for other forms of import.
    """
    node = imported.item.node
    if not isinstance(node, ast.ImportFrom) or node.level or not imported.name or imported.name == "*":
        return None
    name = "*" if to.endswith(".*") else imported.name
    return Rewrite("move-import", imported.file.path, _start(imported.file.place_of(node)), name, to)


def replaced_days_ago(imported: ImportedName) -> Rewrite | None:
    """Moments relative to today's midnight without the help of Airflow; ``None`` for other forms of import."""
    node = imported.item.node
    if not isinstance(node, ast.ImportFrom):
        return None
    return Rewrite("replace-days-ago", imported.file.path, _start(imported.file.place_of(node)), imported.name)


def dropped_comment(place: Place) -> Rewrite:
    """A file without the ignore comment that begins at a place."""
    return Rewrite("drop-comment", place.path, _start(place))


def names_beside(imported: ImportedName) -> list[str]:
    """All names that the statement of an import takes from its module."""
    node = imported.item.node
    return [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def other_text(argument: Argument, text: str) -> Edit | None:
    """Another text in the quotes of an argument; ``None`` if it is not written as one plain string on one line."""
    place = argument.place
    if not isinstance(argument.node, ast.Constant) or place.line != place.end_line:
        return None
    written = argument.file.lines[place.line - 1][place.column - 1 : place.end_column - 1]
    match = _PLAIN_TEXT.fullmatch(written)
    if match is None or match["value"] != argument.node.value:
        return None
    start = place.column + match.start("value")
    return Edit(place.path, (place.line, start), (place.line, start + len(match["value"])), text)


def _start(place: Place) -> tuple[int, int]:
    return place.line, place.column
