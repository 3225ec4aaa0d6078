"""What a rule is made of: ``@rule``, ``Finding``, ``Place``, ``Fix``.

A rule is a generator function in a module of its own.  The module's file name is the rule's id, its folder the family,
its docstring the documentation.  The types of the function's parameters say what it needs: the first is the subject, on
which it runs once per object; the others are context.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from mwaa_doctor.unknown import Unknown

__all__ = [
    "Arrow",
    "Confidence",
    "Edit",
    "Finding",
    "Fix",
    "Graph",
    "Place",
    "Placed",
    "Rule",
    "Severity",
    "Unknown",
    "rule",
]


class Severity(enum.IntEnum):
    """How bad a finding is: ``error`` breaks something or is insecure, ``warning`` likely trouble, ``info`` advice."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case name, as used in options, configuration and reports."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Turn ``error``, ``warning`` or ``info`` into a severity; raises ``KeyError`` for anything else."""
        return cls[text.upper()]


Confidence = Literal["high", "medium"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file: POSIX path relative to the project's base, 1-based line, 1-based column in characters.

    ``line`` 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Placed(Protocol):
    """Anything a finding can point at."""

    @property
    def place(self) -> Place:
        """Where it is."""
        ...


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from ``start`` to ``end`` (1-based line and column, end exclusive) of ``path`` by ``text``."""

    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str

    @classmethod
    def replacing(cls, place: Place, text: str) -> Edit:
        """Another text in place of what stands there."""
        return cls(place.path, (place.line, place.column), (place.end_line, place.end_column), text)

    @classmethod
    def line_below(cls, path: str, line: int, text: str) -> Edit:
        """A line of its own below another one; 0 puts it on top of the file."""
        return cls(path, (line + 1, 1), (line + 1, 1), f"{text}\n")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change that takes a look at the syntax around it; it is worked out when it is made.

    ``drop-argument`` takes the keyword argument that begins at ``at`` (1-based line and column) out of its call.
    ``move-import`` lets the import statement that begins at ``at`` take ``name`` from ``to``, the dotted name that the
    thing has now; where its own name changes, every use in the file changes with it.  ``*`` for both moves all names.
    ``replace-days-ago`` writes ``pendulum.today("UTC").add(days=-n)`` for the ``days_ago(n)`` of that import.
    ``replace-json-text`` writes ``to`` for the text ``name`` that stands at ``at``, or whose key does;
    ``add-json-text`` puts ``to`` beside it, in a list.  ``drop-comment`` deletes the ignore comment that begins there.
    """

    kind: Literal[
        "drop-argument", "move-import", "replace-days-ago", "replace-json-text", "add-json-text", "drop-comment"
    ]
    path: str
    at: tuple[int, int]
    name: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: what to do in one sentence, and what does it if it can be done by machine, ``edits`` or ``rewrites``.

    ``safe`` repairs keep the meaning of the program; others are made only on request.
    """

    description: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    rewrites: tuple[Rewrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow of a graph, from and to a node by position; ``marked`` if it is at fault."""

    start: int
    end: int
    label: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """A small directed graph that shows a finding: what it shows, the names of its nodes, and the arrows."""

    title: str
    nodes: tuple[str, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    ``where`` is a place or any model object that has one.  ``message`` is one sentence that names the thing in
    backticks, without a full stop.  ``evidence`` lists the facts that prove it, in reading order.  ``severity``
    overrides the rule's own.  ``cause``: findings of one rule with the same cause are shown as one, with the other
    places listed.  ``graph`` is drawn where a report can draw.
    """

    where: Placed | Place
    message: str
    evidence: tuple[str, ...] = ()
    fix: Fix | str | None = None
    severity: Literal["error", "warning", "info"] | None = None
    cause: str | None = None
    resource: str | None = None
    graph: Graph | None = None

    @property
    def place(self) -> Place:
        """Where the finding points."""
        return self.where if isinstance(self.where, Place) else self.where.place


Check = Callable[..., Iterable[Finding]]
_F = TypeVar("_F", bound=Check)


@dataclass(frozen=True, slots=True)
class Rule:
    """A loaded rule: the function and everything derived from where and how it was written."""

    name: str
    family: str
    severity: Severity
    confidence: Confidence
    covers: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str
    subject: type[Any]
    context: tuple[tuple[str, type[Any]], ...]
    check: Check
    doc: str = field(repr=False)
    origin: str = "mwaa-doctor"

    @property
    def stage(self) -> str:
        """When the rule runs: ``file`` one file at a time, ``project`` over all files, ``result`` over the findings."""
        stage: str = self.subject.stage
        return stage

    @property
    def needs(self) -> tuple[str, ...]:
        """What must be given for the rule to run, in words."""
        labels = [self.subject.label, *(kind.label for _, kind in self.context)]
        return tuple(dict.fromkeys(labels))

    @property
    def summary(self) -> str:
        """The first line of the rule's documentation."""
        return self.doc.strip().partition("\n")[0].strip().rstrip(".")

    @property
    def fixable(self) -> bool:
        """Whether a machine can repair what the rule finds: whether its module makes edits, or asks for them."""
        return any(value is Edit or _gives_edits(value) for value in getattr(self.check, "__globals__", {}).values())

    def run(self, subject: Any, given: dict[str, Any]) -> Iterator[Finding]:
        """Run on one subject; the findings come lazily and ``Unknown`` passes through."""
        yield from self.check(subject, **given)


def _gives_edits(value: Any) -> bool:
    """Whether something is a function that, by its annotation, returns what repairs are made of."""
    returned = getattr(value, "__annotations__", {}).get("return", "") if callable(value) else ""
    return any(name in str(returned) for name in ("Edit", "Fix", "Rewrite"))


@dataclass(frozen=True, slots=True)
class Declaration:
    """What ``@rule`` notes on a function, before the loader knows the module's place in the package."""

    severity: Severity
    confidence: Confidence
    covers: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str


def rule(
    *,
    severity: Literal["error", "warning", "info"],
    source: str,
    covers: Iterable[str] = (),
    confidence: Confidence = "high",
    aliases: Iterable[str] = (),
) -> Callable[[_F], _F]:
    """Declare a rule.

    ``covers`` names keys of the catalogue of documented requirements, ``source`` is the page that makes the rule true,
    ``aliases`` are names the rule had before.
    """

    def mark(check: _F) -> _F:
        declared = Declaration(Severity.parse(severity), confidence, tuple(covers), tuple(aliases), source)
        check.__mwaa_doctor_rule__ = declared  # type: ignore[attr-defined]
        return check

    return mark
