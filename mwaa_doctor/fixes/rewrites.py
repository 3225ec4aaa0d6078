"""Rewrites worked out into exact edits, those of Python source with the concrete syntax of libcst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mwaa_doctor.fixes.source_text import NotEditable
from mwaa_doctor.fixes.text_rewrites import text_edits
from mwaa_doctor.rule import Edit, Rewrite

if TYPE_CHECKING:
    import libcst as cst
    from libcst.metadata import MetadataWrapper

_LINE_END = re.compile(r"\r\n|\r|\n")
_ONLY_COMMENT = re.compile(r"\s*,?\s*(#.*)?")
Span = tuple[tuple[int, int], tuple[int, int]]


def edits_of(rewrite: Rewrite, text: str) -> tuple[Edit, ...]:
    """The edits that a rewrite stands for in this text; raises ``NotEditable``."""
    trees = {"drop-argument": _drop_argument, "move-import": _move_import, "replace-days-ago": _replace_days_ago}
    work = trees.get(rewrite.kind)
    if work is None:
        return tuple(text_edits(rewrite, text))
    found = work(_Tree.of(text), rewrite)
    return tuple(Edit(rewrite.path, start, end, _LINE_END.sub("\n", new)) for (start, end), new in found)


class _Tree:
    """A parsed text whose nodes can be found by where they begin."""

    def __init__(self, wrapper: MetadataWrapper) -> None:
        from libcst.metadata import PositionProvider

        self.wrapper = wrapper
        self.module = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, text: str) -> _Tree:
        """Parse a text; raises ``NotEditable`` if libcst does not know its syntax."""
        import libcst as cst
        from libcst.metadata import MetadataWrapper

        try:
            return cls(MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True))
        except (cst.ParserSyntaxError, RecursionError, ValueError):
            raise NotEditable("it is written in a syntax that the rewriter does not know") from None

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node begins and ends, 1-based."""
        found: Any = self.positions[node]
        return (found.start.line, found.start.column + 1), (found.end.line, found.end.column + 1)

    def at(self, kind: type[cst.CSTNode], place: tuple[int, int]) -> Any:
        """The node of a kind that begins at a place; raises ``NotEditable``."""
        for node in self.positions:
            if isinstance(node, kind) and self.span(node)[0] == place:
                return node
        raise NotEditable("what was to be rewritten is not there")


def _drop_argument(tree: _Tree, rewrite: Rewrite) -> Iterator[tuple[Span, str]]:
    import libcst as cst

    dropped = tree.at(cst.Arg, rewrite.at)
    for call in tree.positions:
        if isinstance(call, cst.Call) and any(argument is dropped for argument in call.args):
            break
    else:
        raise NotEditable("it is no argument of a call")
    number = next(index for index, argument in enumerate(call.args) if argument is dropped)
    start, end = tree.span(dropped)
    if number + 1 < len(call.args):
        between = dropped.comma
        if isinstance(between, cst.Comma) and "#" in tree.module.code_for_node(between):
            raise NotEditable("a comment belongs to the argument")
        yield (start, tree.span(call.args[number + 1])[0]), ""
    elif number:
        before = call.args[number - 1]
        if isinstance(before.comma, cst.Comma) and "#" in tree.module.code_for_node(before.comma):
            raise NotEditable("a comment stands before the argument")
        yield (tree.span(before)[1], end), ""
    else:
        if isinstance(dropped.comma, cst.Comma):
            if "#" in tree.module.code_for_node(dropped.comma):
                raise NotEditable("a comment belongs to the argument")
            end = tree.span(dropped.comma)[1]
        yield (start, end), ""


def _move_import(tree: _Tree, rewrite: Rewrite) -> Iterator[tuple[Span, str]]:
    import libcst as cst

    statement = tree.at(cst.ImportFrom, rewrite.at)
    if statement.relative or isinstance(statement.names, cst.ImportStar):
        raise NotEditable("the import names no absolute module")
    module, _, name = rewrite.to.rpartition(".")
    if rewrite.name == "*":
        yield tree.span(statement.module), module
        return
    alias = next((item for item in statement.names if item.evaluated_name == rewrite.name), None)
    if alias is None or not module:
        raise NotEditable("the import does not have the name")
    as_name = alias.evaluated_alias
    new = name + (f" as {as_name}" if as_name and as_name != name else "")
    if len(statement.names) == 1:
        yield tree.span(statement.module), module
        if name != rewrite.name:
            yield tree.span(alias), new
    else:
        yield from _split_off(tree, statement, alias, f"from {module} import {new}")
    if as_name is None and name != rewrite.name:
        yield from _renamed_uses(tree, statement, rewrite.name, name)


def _split_off(tree: _Tree, statement: Any, alias: Any, line: str) -> Iterator[tuple[Span, str]]:
    """Take one name out of an import and give it an import of its own on the line above, with its comment."""
    lines = _LINE_END.split(tree.module.code)
    number = next(index for index, item in enumerate(statement.names) if item is alias)
    (row, column), (end_row, end_column) = tree.span(alias)
    (first_row, first_column), (last_row, _) = tree.span(statement)
    comment = _ONLY_COMMENT.fullmatch(lines[end_row - 1][end_column - 1 :])
    if comment and not lines[row - 1][: column - 1].strip() and row == end_row and first_row < row < last_row:
        yield ((row, 1), (row + 1, 1)), ""
        line += f"  {comment[1]}" if comment[1] else ""
    else:
        if number + 1 < len(statement.names):
            gone = (row, column), tree.span(statement.names[number + 1])[0]
        else:
            gone = tree.span(statement.names[number - 1])[1], (end_row, end_column)
        if any("#" in part for part in lines[gone[0][0] - 1 : gone[1][0] - 1]):
            raise NotEditable("a comment belongs to the imported name")
        yield gone, ""
    before = lines[first_row - 1][: first_column - 1]
    if before.strip() and "#" in line:
        raise NotEditable("a comment belongs to the imported name")
    start = first_row, first_column
    yield (start, start), line + ("; " if before.strip() else f"\n{before}")


def _replace_days_ago(tree: _Tree, rewrite: Rewrite) -> Iterator[tuple[Span, str]]:
    import libcst as cst

    statement = tree.at(cst.ImportFrom, rewrite.at)
    names = () if isinstance(statement.names, cst.ImportStar) else statement.names
    alias = next((item for item in names if item.evaluated_name == rewrite.name), None)
    if alias is None or alias.asname is not None:
        raise NotEditable("the import does not have the name")
    if len(names) == 1:
        yield tree.span(statement), "import pendulum"
    else:
        yield from _split_off(tree, statement, alias, "import pendulum")
    calls: dict[cst.CSTNode, cst.Call] = {call.func: call for call in tree.positions if isinstance(call, cst.Call)}
    for use in _uses(tree, statement, rewrite.name):
        call = calls.get(use)
        days = call.args[0] if isinstance(call, cst.Call) and len(call.args) == 1 else None
        if call is None or days is None or days.star or not isinstance(days.value, cst.Integer):
            raise NotEditable(f"`{rewrite.name}` is used in another way than with a number of days")
        number = days.value.evaluated_value
        yield tree.span(call), 'pendulum.today("UTC")' + (f".add(days=-{number})" if number else "")


def _renamed_uses(tree: _Tree, statement: Any, old: str, new: str) -> Iterator[tuple[Span, str]]:
    """Every use of the imported name in the file, by its new name; raises ``NotEditable``."""
    import libcst as cst
    from libcst.metadata import ScopeProvider

    scopes = {scope for scope in tree.wrapper.resolve(ScopeProvider).values() if scope is not None}
    if any(assignment.name == new for scope in scopes for assignment in scope.assignments):
        raise NotEditable(f"`{new}` means something else in the file")
    for node in _uses(tree, statement, old):
        yield tree.span(node), new
    for text in tree.positions:
        if isinstance(text, cst.SimpleString) and text.evaluated_value == old:
            raise NotEditable(f"`{old}` is named in a string")


def _uses(tree: _Tree, statement: Any, name: str) -> list[cst.CSTNode]:
    """Where a file uses a name that it imports; raises ``NotEditable`` if one cannot be told from another name."""
    import libcst as cst
    from libcst.metadata import ImportAssignment, ScopeProvider

    scopes = {scope for scope in tree.wrapper.resolve(ScopeProvider).values() if scope is not None}
    own = [item for scope in scopes for item in scope.assignments[name]]
    if not all(isinstance(item, ImportAssignment) and item.node is statement for item in own):
        raise NotEditable(f"`{name}` is bound more than once in the file")
    found: list[cst.CSTNode] = []
    for use in {access.node for item in own for access in item.references}:
        node: cst.CSTNode = use
        while isinstance(node, cst.Attribute):
            node = node.value
        if not isinstance(node, cst.Name):
            raise NotEditable(f"`{name}` is named in a string")
        found.append(node)
    return found
