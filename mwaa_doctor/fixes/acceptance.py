"""Whether a repair did what it was to do and no harm: the rules are asked again, and no name may be lost."""

from __future__ import annotations

import builtins
import symtable
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mwaa_doctor.file_check import FileResult
from mwaa_doctor.fixes.source_text import NotEditable, SourceText
from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

_MODULE_NAMES = frozenset(
    {*dir(builtins), "__file__", "__name__", "__doc__", "__spec__", "__path__", "__package__", "__annotations__"}
)
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class State:
    """What the rules say of some content: findings and skips by (path, rule), and names that nothing binds.

    ``faults`` are the findings that are more than advice.
    """

    findings: Counts
    faults: Counts
    skips: Counts
    unbound: frozenset[str] = frozenset()
    broken: str = ""

    @classmethod
    def of_file(cls, result: FileResult, data: bytes) -> State:
        """The state of one file by itself."""
        tallies = result.outcomes.tallies.items()
        crashed = next((f"rule `{name}` crashes on it" for name, tally in tallies if tally.crashes), "")
        skipped = {
            (result.path, name): sum(count for count, _ in tally.not_checked.values()) for name, tally in tallies
        }
        found = result.outcomes.findings
        return cls(
            Counter((finding.place.path, finding.rule) for finding in found),
            Counter((finding.place.path, finding.rule) for finding in found if _is_fault(finding)),
            Counter(skipped),
            _unbound(result.path, data),
            f"the file {result.problem.message}" if result.problem is not None else crashed,
        )

    @classmethod
    def of_project(cls, result: Result) -> State:
        """The state of all files together, whether the findings count or not."""
        everything = (*result.findings, *result.suppressed)
        found = Counter(place for finding in everything for place in _places(finding))
        faults = Counter(place for finding in everything if _is_fault(finding) for place in _places(finding))
        skips = {("", name): tally.counts()["not_checked"] for name, tally in result.outcomes.items()}
        broken = [f"{problem.path} {problem.message}" for problem in result.problems]
        broken += [f"rule `{name}` crashes" for name, _ in result.crashes]
        return cls(found, faults, Counter(skips), broken="; ".join(broken))

    def appeared(self, before: State) -> Counts:
        """The findings of which there are more than before."""
        return self.findings - before.findings

    def objection(self, before: State, repaired: Iterable[tuple[str, str]]) -> str:
        """Why the change from ``before`` is not to be made; empty if nothing speaks against it.

        ``repaired`` are the path and rule of every finding that was to go.  New advice is no reason: the right name of
        a package may be one that need not be listed.
        """
        if self.broken and self.broken != before.broken:
            return self.broken
        for (path, rule), count in Counter(repaired).items():
            if self.findings[path, rule] > before.findings[path, rule] - count:
                return f"`{rule}` would still report it"
            if self.skips[path, rule] > before.skips[path, rule]:
                return f"`{rule}` could not check the result"
        new = sorted(self.faults - before.faults)
        if new:
            return f"`{new[0][1]}` would report something new in {new[0][0]}"
        lost = sorted(self.unbound - before.unbound)
        return f"`{lost[0]}` would be undefined" if lost else ""


def _is_fault(finding: ReportedFinding) -> bool:
    return finding.severity > Severity.INFO


def _places(finding: ReportedFinding) -> Iterator[tuple[str, str]]:
    for place in (finding.place, *finding.also):
        yield place.path, finding.rule


def _unbound(path: str, data: bytes) -> frozenset[str]:
    """The global names that a Python file uses and nothing in it binds; none for other files."""
    if not path.endswith(".py"):
        return frozenset()
    try:
        top = symtable.symtable(SourceText.of(path, data).text, path, "exec")
    except (SyntaxError, ValueError, RecursionError, NotEditable):
        return frozenset()
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    used: set[str] = set()
    todo = [top]
    while todo:
        table = todo.pop()
        todo.extend(table.get_children())
        for symbol in table.get_symbols():
            if symbol.is_declared_global() and symbol.is_assigned():
                bound.add(symbol.get_name())
            if symbol.is_referenced() and (symbol.is_global() or table is top):
                used.add(symbol.get_name())
    return frozenset(used - bound - _MODULE_NAMES)
