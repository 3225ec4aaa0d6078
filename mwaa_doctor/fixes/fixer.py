"""Makes the repairs that rules offer, each on trial: what does harm or does not help is taken back and told.

Nothing is written here. Files are first repaired one by one, every step judged by all rules on that file; then all
files together are judged, and at last what only shows in the whole project is repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from mwaa_doctor.config import Config
from mwaa_doctor.engine import IN_BASELINE, Options, run
from mwaa_doctor.file_check import FileChecker, FileResult
from mwaa_doctor.fixes.acceptance import State
from mwaa_doctor.fixes.rewrites import edits_of
from mwaa_doctor.fixes.source_text import NotEditable, SourceText
from mwaa_doctor.project import Project
from mwaa_doctor.registry import load_rules
from mwaa_doctor.result import Repair, ReportedFinding, Result
from mwaa_doctor.rule import Edit, Rewrite
from mwaa_doctor.selection import Suppressor
from mwaa_doctor.sources.workspace import read_bytes, reading_instead

_MOST_STEPS = 400
_MOST_FOLLOW_UPS = 20
_MOST_ROUNDS = 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Step:
    """A repair that was made or taken back: where (the line at that time), of which finding, and why not."""

    path: str
    line: int
    rule: str
    reason: str = ""


@dataclass
class Repaired:
    """What came of the repairs: contents before and after by path, the steps, and what more may be asked for."""

    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    made: list[Step] = field(default_factory=list)
    withdrawn: list[Step] = field(default_factory=list)
    unsafe: int = 0

    @property
    def changed(self) -> dict[str, tuple[bytes, bytes]]:
        """The contents before and after of the files that end up different."""
        return {path: (self.before[path], data) for path, data in self.after.items() if data != self.before[path]}

    def withdraw(self, path: str, reason: str) -> None:
        """Take all repairs of a file back."""
        self.after.pop(path, None)
        self.withdrawn += [replace(step, reason=reason) for step in self.made if step.path == path]
        self.made = [step for step in self.made if step.path != path]


class Fixer:
    """Repairs one project; ``reopen`` opens it again when contents have changed."""

    def __init__(self, reopen: Callable[[], Project], config: Config, options: Options, *, unsafe: bool) -> None:
        self.reopen = reopen
        self.config = config
        self.options = replace(options, jobs=1, on_progress=None)
        self.unsafe = unsafe
        self.ruleset = load_rules()
        self.project = reopen()
        self.base: Path = self.project.base
        self.found = Repaired()
        self.given_up: set[tuple[str, str, str, str]] = set()
        self.known: set[tuple[str, str, str]] = set()

    def fix(self, result: Result) -> Repaired:
        """Repair what this result of the unchanged project holds."""
        listed = (item for item in result.suppressed if item.suppressed == IN_BASELINE)
        self.known = {(item.place.path, item.rule, item.message) for item in listed}
        self.found.unsafe = sum(item.fix.by_machine and not item.fix.safe for item in result.findings if item.fix)
        before = State.of_project(result)
        self._fix_files(result)
        result = self._judge_together(before, result)
        for _ in range(_MOST_ROUNDS):
            advanced = self._fix_project(result)
            if advanced is None:
                break
            result = advanced
        return self.found

    def _usable(self, finding: ReportedFinding) -> bool:
        fix = finding.fix
        return (
            fix is not None
            and fix.by_machine
            and (fix.safe or self.unsafe)
            and _key(finding) not in self.given_up
            and (finding.place.path, finding.rule, finding.message) not in self.known
        )

    def _reaches_out(self, finding: ReportedFinding) -> bool:
        """Whether a finding, or its repair, is about more than its own file."""
        changes = (*finding.fix.edits, *finding.fix.rewrites) if finding.fix is not None else ()
        elsewhere = any(change["path"] != finding.place.path for change in changes)
        return elsewhere or self.ruleset.by_name[finding.rule].stage != "file"

    def _give_up(self, finding: ReportedFinding, reason: str) -> None:
        self.given_up.add(_key(finding))
        self.found.withdrawn.append(Step(finding.place.path, finding.place.line, finding.rule, reason))

    def _content(self, path: str) -> bytes | None:
        """The present content of a file; ``None`` if it cannot be had."""
        if path not in self.found.after:
            data = read_bytes(self.base, path)
            if not isinstance(data, bytes):
                return None
            self.found.before[path] = self.found.after[path] = data
        return self.found.after[path]

    # -- one file ------------------------------------------------------------------------------------------------------

    def _fix_files(self, result: Result) -> None:
        wanted: dict[str, set[str]] = {}
        for finding in result.findings:
            if not self._reaches_out(finding):
                for place in (finding.place, *finding.also):
                    wanted.setdefault(place.path, set()).add(finding.rule)
        checker = FileChecker(self.project, list(self.ruleset.rules))
        for ref in self.project.sources:
            data = self._content(ref.path) if ref.path in wanted else None
            if data is not None:
                self.found.after[ref.path] = self._fix_file(
                    lambda data, ref=ref: checker.check(ref, data),  # type: ignore[misc]
                    data,
                    wanted[ref.path],
                )

    def _fix_file(self, look: Callable[[bytes], FileResult], data: bytes, rules: set[str]) -> bytes:
        seen = look(data)
        for _ in range(_MOST_STEPS):
            finding = next((item for item in self._open(seen) if item.rule in rules), None)
            if finding is None:
                break
            try:
                changed, steps = self._try(look, data, seen, finding)
            except NotEditable as why:
                self._give_up(finding, str(why))
                continue
            data, seen = changed, look(changed)
            self.found.made += steps
        return data

    def _open(self, seen: FileResult) -> list[ReportedFinding]:
        """The findings of a file that can be repaired and that nothing hides."""
        suppressor = Suppressor(self.config, self.ruleset, seen.ignores, self.options.today or date.today())
        found = []
        for finding in seen.outcomes.findings:
            suppressor.apply(finding)
            if finding.suppressed is None and self._usable(finding) and not self._reaches_out(finding):
                found.append(finding)
        return sorted(found, key=lambda item: (item.place, item.rule))

    def _try(
        self, look: Callable[[bytes], FileResult], data: bytes, seen: FileResult, finding: ReportedFinding
    ) -> tuple[bytes, list[Step]]:
        """Make one repair, and those of the findings that only it brings to light; raises ``NotEditable``."""
        before = State.of_file(seen, data)
        changed, steps, repaired = data, [], [(finding.place.path, finding.rule)]
        step: ReportedFinding | None = finding
        for _ in range(_MOST_FOLLOW_UPS):
            assert step is not None
            assert step.fix is not None
            changed = SourceText.of(step.place.path, changed).changed(_edits(step.fix, step.place.path, changed))
            steps.append(Step(step.place.path, step.place.line, step.rule))
            then = look(changed)
            after = State.of_file(then, changed)
            new = {rule for _, rule in after.appeared(before)}
            step = next((item for item in self._open(then) if item.rule in new), None)
            if step is None:
                break
        objection = after.objection(before, repaired)
        if objection:
            raise NotEditable(objection)
        return changed, steps

    # -- all files together --------------------------------------------------------------------------------------------

    def _run(self, contents: Mapping[str, bytes]) -> Result:
        with reading_instead(self.base, contents):
            return run(self.reopen(), self.config, self.options)

    def _judge_together(self, before: State, result: Result) -> Result:
        """Take back what does harm elsewhere: a name that another module imports, for instance."""
        paths = list(self.found.changed)
        results = [result]

        def objection(kept: list[str]) -> str:
            after = self._run({path: self.found.after[path] for path in kept})
            fault = State.of_project(after).objection(before, ())
            if not fault:
                results.append(after)
            return fault

        _, dropped = _most(paths, objection)
        for path, reason in dropped:
            self.found.withdraw(path, reason)
        return results[-1]

    def _fix_project(self, result: Result) -> Result | None:
        """Repair what no single file shows; the result afterwards, or ``None`` if nothing could be done."""
        findings = [item for item in result.findings if self._reaches_out(item) and self._usable(item)]
        before = State.of_project(result)
        results: list[Result] = []

        def objection(kept: list[ReportedFinding]) -> str:
            try:
                contents = self._together(kept)
            except NotEditable as why:
                return str(why)
            after = self._run({**self.found.after, **contents})
            fault = State.of_project(after).objection(before, [(item.place.path, item.rule) for item in kept])
            if not fault:
                results.append(after)
            return fault

        kept, dropped = _most(findings, objection)
        for finding, reason in dropped:
            self._give_up(finding, reason)
        if not kept:
            return None
        self.found.after.update(self._together(kept))
        self.found.made += [Step(item.place.path, item.place.line, item.rule) for item in kept]
        return results[-1]

    def _together(self, findings: Iterable[ReportedFinding]) -> dict[str, bytes]:
        """The contents of the files that these repairs change; raises ``NotEditable``."""
        edits: dict[str, list[Edit]] = {}
        for finding in findings:
            assert finding.fix is not None
            for path in {str(item["path"]) for item in (*finding.fix.edits, *finding.fix.rewrites)}:
                data = self._content(path)
                if data is None:
                    raise NotEditable("it cannot be read")
                edits.setdefault(path, []).extend(_edits(finding.fix, path, data))
        return {path: SourceText.of(path, self.found.after[path]).changed(found) for path, found in edits.items()}


def _key(finding: ReportedFinding) -> tuple[str, str, str, str]:
    return finding.place.path, finding.rule, finding.message, "".join(finding.excerpt)


def _edits(fix: Repair, path: str, data: bytes) -> list[Edit]:
    """The edits of a repair in one file; raises ``NotEditable``."""
    found = [
        Edit(path, _pair(edit["start"]), _pair(edit["end"]), str(edit["text"]))
        for edit in fix.edits
        if edit["path"] == path
    ]
    for row in fix.rewrites:
        if row["path"] == path:
            rewrite = Rewrite(**{**row, "at": _pair(row["at"])})
            found.extend(edits_of(rewrite, SourceText.of(path, data).text))
    return found


def _pair(value: list[int]) -> tuple[int, int]:
    line, column = value
    return line, column


def _most(items: list[_T], objection: Callable[[list[_T]], str]) -> tuple[list[_T], list[tuple[_T, str]]]:
    """As many of the items as nothing speaks against together, and the others with what speaks against them."""
    kept: list[_T] = []
    dropped: list[tuple[_T, str]] = []
    todo = [items] if items else []
    while todo:
        part = todo.pop()
        fault = objection([*kept, *part])
        if not fault:
            kept += part
        elif len(part) == 1:
            dropped.append((part[0], fault))
        else:
            half = len(part) // 2
            todo += [part[half:], part[:half]]
    return kept, dropped
