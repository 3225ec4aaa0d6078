"""Follows a shell script for one component of MWAA: which commands it comes to, and with what words.

An abstract run: conditions on known variables are decided, of all others both ways are followed.  Nothing is executed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_conditions import any_matches, condition_holds, words_hold
from mwaa_doctor.models.shell_steps import Setting, Step
from mwaa_doctor.models.shell_syntax import expand, parse, source_of

if TYPE_CHECKING:
    from tree_sitter import Node

_MAX_STEPS = 20_000
_MAX_DEPTH = 60
_MAX_NESTED = 3
_SHELLS = ("sh", "bash", "/bin/sh", "/bin/bash")


class ShellRun:
    """One run; ``steps`` and ``settings`` in the order of the run, ``exported`` the names that are exported anywhere.

    ``incomplete`` says why not everything was followed, or is empty; ``included`` are the files that it takes in.
    """

    def __init__(self, root: Node, values: dict[str, str]) -> None:
        self.values = values
        self.steps: list[Step] = []
        self.settings: list[Setting] = []
        self.exported: set[str] = set()
        self.included: list[str] = []
        self.incomplete = ""
        self._functions: dict[str, Node] = {}
        self._doubt = self._apart = self._handled = self._captured = 0
        self._depth = self._count = self._nested = self._background = 0
        self._all_exported = self._ended = self._returned = False
        self._targets: tuple[str, ...] = ()
        self._visit_all(root.children)

    # -- statements --------------------------------------------------------------------------------------------------

    def _visit_all(self, nodes: Iterable[Node]) -> bool | None:
        status: bool | None = None
        before: Node | None = None
        for node in nodes:
            if self._ended or self._returned:
                break
            if node.is_named and node.type != "comment":
                following = node.next_sibling
                if following is not None and following.type == "&":
                    self._background += 1
                    with self._in(apart=1, handled=1):
                        self._visit(node)
                    self._background -= 1
                    status = True
                else:
                    status = self._visit(node)
                before = node
        return status if before is not None else True

    def _visit(self, node: Node) -> bool | None:
        """Follow a statement; whether it succeeds, ``None`` if that is not known."""
        self._count += 1
        if self._count > _MAX_STEPS or self._depth > _MAX_DEPTH:
            self.incomplete = "the script is too long or too deeply nested to be followed"
            return None
        self._depth += 1
        try:
            visit = _VISITORS.get(node.type)
            if visit is not None:
                return visit(self, node)
            if node.type in _SUBSTITUTED:
                self._substitutions(node)
                return None
            return self._visit_all(node.children)
        finally:
            self._depth -= 1

    @contextmanager
    def _in(self, *, doubt: int = 0, apart: int = 0, handled: int = 0, captured: int = 0) -> Iterator[None]:
        """Follow what stands inside a condition that is not known, a process of its own, a test, or a pipe."""
        values = dict(self.values) if apart else None
        self._doubt, self._apart = self._doubt + doubt, self._apart + apart
        self._handled, self._captured = self._handled + handled, self._captured + captured
        try:
            yield
        finally:
            self._doubt, self._apart = self._doubt - doubt, self._apart - apart
            self._handled, self._captured = self._handled - handled, self._captured - captured
            if values is not None:
                self.values = values
                self._ended = self._returned = False

    def _either(self, *branches: Iterable[Node]) -> None:
        """Follow every branch in doubt; what they set differently is not known afterwards."""
        before, results = dict(self.values), []
        for branch in branches:
            self.values = dict(before)
            with self._in(doubt=1):
                self._visit_all(branch)
            results.append(self.values)
        self.values = results[0]
        for other in results[1:]:
            self.values = _merged(self.values, other)

    def _list(self, node: Node) -> bool | None:
        left, right = node.named_children[0], node.named_children[-1]
        either = any(child.type == "||" for child in node.children)
        with self._in(handled=1):
            status = self._visit(left)
        if left is right or self._ended or self._returned:
            return status
        if status is None:
            self._either([right], [])
            return None
        return self._visit(right) if status is not either else status

    def _negated(self, node: Node) -> bool | None:
        with self._in(handled=1):
            status = self._visit_all(node.named_children)
        return None if status is None else not status

    def _if(self, node: Node) -> None:
        clauses: list[tuple[list[Node], list[Node]]] = [_split(node)]
        clauses.extend(_split(child) for child in node.named_children if child.type == "elif_clause")
        last = next((child for child in node.named_children if child.type == "else_clause"), None)
        self._clauses(clauses, last.children[1:] if last is not None else [])

    def _clauses(self, clauses: list[tuple[list[Node], list[Node]]], last: list[Node]) -> None:
        if not clauses:
            self._visit_all(last)
            return
        condition, body = clauses[0]
        with self._in(handled=1):
            status = self._visit_all(condition)
        if status:
            self._visit_all(body)
        elif status is False:
            self._clauses(clauses[1:], last)
        else:
            before = dict(self.values)
            self._either(body)
            taken, self.values = self.values, before
            with self._in(doubt=1):
                self._clauses(clauses[1:], last)
            self.values = _merged(self.values, taken)

    def _loop(self, node: Node) -> None:
        variable = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        for child in node.named_children:
            if child not in (variable, body):
                with self._in(handled=1):
                    self._visit(child) if node.type == "while_statement" else self._substitutions(child)
        if variable is not None:
            self.values[source_of(variable)] = GAP
        if body is not None:
            self._either(body.named_children, [])

    def _case(self, node: Node) -> None:
        subject = node.child_by_field_name("value")
        value = expand(subject, self.values) if subject is not None else GAP
        maybe: list[list[Node]] = []
        for item in node.named_children:
            if item.type != "case_item":
                continue
            patterns = item.children_by_field_name("value")
            body = [child for child in item.named_children if child not in patterns]
            verdict = any_matches([expand(pattern, self.values) for pattern in patterns], value)
            if verdict and not maybe:
                self._visit_all(body)
                return
            if verdict is not False:
                maybe.append(body)
        if maybe:
            self._either(*maybe, [])

    def _function(self, node: Node) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self._functions[source_of(name)] = body

    def _subshell(self, node: Node) -> None:
        with self._in(apart=1):
            self._visit_all(node.children)

    def _pipeline(self, node: Node) -> bool | None:
        parts = node.named_children
        for part in parts:
            last = part is parts[-1]
            with self._in(apart=1, captured=not last, handled=not last):
                self._visit(part)
        return None

    def _redirected(self, node: Node) -> bool | None:
        body = node.child_by_field_name("body")
        before = self._targets
        redirects = node.children_by_field_name("redirect")
        for redirect in redirects:
            self._substitutions(redirect)
            target = redirect.child_by_field_name("destination")
            descriptor = redirect.child_by_field_name("descriptor")
            if (
                target is not None
                and descriptor is None
                and any(child.type in (">", ">>", "&>") for child in redirect.children)
            ):
                self._targets = (*self._targets, expand(target, self.values))
        try:
            status = self._visit(body) if body is not None else True
            for redirect in redirects:
                for child in redirect.named_children if redirect.type == "heredoc_redirect" else ():
                    if child.type in ("pipeline", "list", "command"):
                        self._visit(child)
            return status
        finally:
            self._targets = before

    # -- commands ----------------------------------------------------------------------------------------------------

    def _command(self, node: Node) -> bool | None:
        self._substitutions(node)
        words: list[str] = []
        assignments: list[tuple[str, str]] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                name, value, _ = self._read_assignment(child)
                assignments.append((name, value))
            elif not child.type.endswith("_redirect") and child.type != "herestring_redirect":
                words.append(expand(child, self.values))
        step = self._note(node, words, assignments)
        return self._effect(step)

    def _note(self, node: Node, words: Iterable[str], assignments: Iterable[tuple[str, str]] = ()) -> Step:
        step = Step(
            node, tuple(words), tuple(assignments), self._apart > 0, self._doubt == 0, self._handled > 0,
            self._captured > 0 or bool(self._targets), self._targets, not self._background,
        )  # fmt: skip
        self.steps.append(step)
        return step

    def _effect(self, step: Step) -> bool | None:
        words = step.plain
        if not words:
            return None
        name, rest = words[0], words[1:]
        if name in ("true", ":"):
            return True
        if name == "false":
            return False
        if name in ("test", "["):
            return words_hold([word for word in rest if word != "]"])
        if name in ("exit", "return") or step.words[0] == "exec":
            self._end(name)
            return None
        if name in self._functions:
            return self._call(self._functions[name])
        if name in ("source", ".") and rest:
            self.included.append(rest[0])
        elif name == "set" and any(word in ("-a", "allexport") for word in rest):
            self._all_exported = True
        elif name == "eval" or (name in _SHELLS and rest[:1] in (("-c",), ("-lc",), ("-ec",), ("-xc",))):
            self._text(" ".join(rest) if name == "eval" else "".join(rest[1:2]), step, apart=name != "eval")
        elif name == "read":
            self.values.update(dict.fromkeys((word for word in rest if word.isidentifier()), GAP))
        return None

    def _end(self, name: str) -> None:
        if self._doubt:
            return
        if name == "return":
            self._returned = True
        else:
            self._ended = True

    def _call(self, body: Node) -> bool | None:
        before = self._doubt
        status = self._visit(body)
        self._returned, self._doubt = False, before
        return status if status is False else None

    def _text(self, text: str, step: Step, *, apart: bool) -> None:
        """Follow a text that another shell is given; its commands stand where the text does."""
        if GAP in text or self._nested >= _MAX_NESTED:
            return
        self._nested += 1
        first, first_set = len(self.steps), len(self.settings)
        with self._in(apart=int(apart)):
            self._visit_all(parse(text.encode()).root_node.children)
        root = ("sudo",) if step.is_root else ()
        for number in range(first, len(self.steps)):
            inner = self.steps[number]
            self.steps[number] = replace(inner, node=step.node, words=(*root, *inner.words))
        for number in range(first_set, len(self.settings)):
            self.settings[number] = replace(self.settings[number], node=step.node)
        self._nested -= 1

    def _substitutions(self, node: Node) -> None:
        """Follow the commands inside ``$(...)``, backquotes and ``<(...)`` below a word or command."""
        todo = list(node.named_children)
        while todo:
            child = todo.pop(0)
            if child.type in ("command_substitution", "process_substitution"):
                with self._in(apart=1, captured=1, handled=1):
                    self._visit_all(child.named_children)
            elif child.type not in ("heredoc_body",):
                todo.extend(child.named_children)

    # -- variables ---------------------------------------------------------------------------------------------------

    def _read_assignment(self, node: Node) -> tuple[str, str, bool]:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        text = expand(value, self.values) if value is not None else ""
        adds = any(child.type == "+=" for child in node.children)
        known = source_of(name) if name is not None else ""
        return known, self.values.get(known, GAP) + text if adds else text, adds

    def _assign(self, node: Node, *, exported: bool = False) -> bool:
        self._substitutions(node)
        name, value, adds = self._read_assignment(node)
        if name.isidentifier():
            exported = exported or self._all_exported
            self.settings.append(Setting(node, name, value, exported, self._apart > 0, self._doubt == 0, adds))
            self.values[name] = value
            if exported and not self._apart:
                self.exported.add(name)
        return True

    def _declaration(self, node: Node) -> None:
        words = [source_of(child) for child in node.children]
        options = "".join(word[1:] for word in words[1:] if word.startswith("-"))
        exported = (words[0] == "export" and "n" not in options) or "x" in options
        for child in node.named_children:
            if child.type == "variable_assignment":
                self._assign(child, exported=exported)
            elif child.type == "variable_name" and exported and not self._apart:
                self.exported.add(source_of(child))
            else:
                self._substitutions(child)

    def _unset(self, node: Node) -> None:
        for child in node.named_children:
            self.values[source_of(child)] = ""
            self._note(node, ("unset", source_of(child)))

    def _test(self, node: Node) -> bool | None:
        self._substitutions(node)
        return condition_holds(node, self.values)


def _merged(values: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    """The variables after one of two ways was gone: known only where both agree."""
    return {
        name: values.get(name, GAP) if values.get(name, GAP) == others.get(name, GAP) else GAP
        for name in values.keys() | others.keys()
    }


def _split(node: Node) -> tuple[list[Node], list[Node]]:
    """The conditions and the body of ``if`` or ``elif``."""
    at = next((number for number, child in enumerate(node.children) if child.type == "then"), len(node.children))
    body = [child for child in node.children[at + 1 :] if child.type not in ("elif_clause", "else_clause", "fi")]
    return node.children[1:at], body


_SUBSTITUTED = ("word", "string", "concatenation", "comment", "heredoc_body", "raw_string")
_VISITORS = {
    "list": ShellRun._list,
    "negated_command": ShellRun._negated,
    "if_statement": ShellRun._if,
    "while_statement": ShellRun._loop,
    "for_statement": ShellRun._loop,
    "c_style_for_statement": ShellRun._loop,
    "case_statement": ShellRun._case,
    "function_definition": ShellRun._function,
    "subshell": ShellRun._subshell,
    "pipeline": ShellRun._pipeline,
    "redirected_statement": ShellRun._redirected,
    "command": ShellRun._command,
    "variable_assignment": ShellRun._assign,
    "declaration_command": ShellRun._declaration,
    "unset_command": ShellRun._unset,
    "test_command": ShellRun._test,
}
