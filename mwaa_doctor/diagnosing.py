"""The run behind ``diagnose``: logs in, recognised symptoms out, with the findings of the project that explain them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING

from mwaa_doctor.facts.symptoms import Cause, Symptom, symptoms
from mwaa_doctor.models.redaction import redact
from mwaa_doctor.sources.aws_answers import MAX_DOCUMENT, answer_lines, event_line, event_lines
from mwaa_doctor.sources.log_lines import Line, LogReading, lines_with, unpacked

if TYPE_CHECKING:
    from mwaa_doctor.result import ReportedFinding
    from mwaa_doctor.target import Target

_STREAMS = (b"requirements_install", b"startup_script_ex")
_ENDS = ("Finished running startup script", "Verification completed")
_EVENT_MARKS = (b"errorCode", b"RolePolicy")
_MAX_NAMES, _MAX_STREAMS, _SAMPLE = 100, 1000, 300
_INSTALL_MINUTES = 9
_SHORTEST = 3
_LEVEL = {"error": 0, "warning": 1, "info": 2}


@dataclass
class Group:
    """A symptom and all the lines that show it: how many, from when to when (UTC), one of them, and what they name."""

    symptom: Symptom
    count: int = 0
    first: str = ""
    last: str = ""
    sample: str = ""
    stream: str = ""
    names: Counter[str] = field(default_factory=Counter)
    findings: list[ReportedFinding] = field(default_factory=list)
    causes: list[tuple[Cause, str]] = field(default_factory=list)

    def add(self, line: Line, match: re.Match[str]) -> None:
        """Count one line."""
        self.count += 1
        if line.time:
            self.first = min(self.first or line.time, line.time)
            self.last = max(self.last, line.time)
        if not self.sample:
            self.sample = _excerpt(line.text, match)
            self.stream = line.stream
        for value in match.groupdict().values():
            if value and (value in self.names or len(self.names) < _MAX_NAMES):
                self.names[value[:120]] += 1


@dataclass
class Diagnosis:
    """What the logs show, the worst first; ``size`` is in bytes; ``troubles`` say what could not be read."""

    groups: list[Group] = field(default_factory=list)
    size: int = 0
    troubles: list[str] = field(default_factory=list)
    project: str = ""


@dataclass
class _Stream:
    """A stream of an installation or a startup script."""

    first: str = ""
    last: str = ""
    events: int = 0
    ended: bool = False


class Search:
    """Looks for symptoms in logs, one after the other."""

    def __init__(self, target: Target) -> None:
        rows = [row for row in symptoms() if _applies(row, target)]
        self.groups: dict[str, Group] = {}
        self.rows = [(row, row.marks, [re.compile(pattern) for pattern in row.patterns]) for row in rows]
        marks = {mark for row in rows for mark in row.marks}
        made = ("cloudtrail ", "metric ", "stream ", "export ", "^environment ", "environment ")
        found = {mark for mark in marks if not mark.startswith(made)}
        shortest = [mark for mark in found if not any(other != mark and other in mark for other in found)]
        self.marks = (*sorted(mark.encode() for mark in shortest), *_EVENT_MARKS)
        self.size = 0
        self.troubles: list[str] = []

    def read(self, name: str, stream: IO[bytes], now: datetime) -> None:
        """Look through one log to its end."""
        reading = LogReading(watched=_STREAMS)
        blocks = unpacked(stream, reading)
        first = next(blocks, b"")
        streams: dict[str, _Stream] = {}
        for line in self._lines(blocks, first, reading, now):
            if line.stream.startswith(("requirements_install", "startup_script_ex")):
                _note(streams, line)
            self.look(line)
        for line in _stream_lines(streams, reading.latest):
            self.look(line)
        self.size += reading.size
        if reading.trouble:
            self.troubles.append(f"{name}: {reading.trouble}")

    def _lines(self, blocks: Iterator[bytes], first: bytes, reading: LogReading, now: datetime) -> Iterator[Line]:
        start = first.lstrip()[:4096]
        if not start.startswith((b"{", b"[")):
            yield from lines_with(blocks, first, self.marks, reading)
        elif b"eventSource" in start or b'"CloudTrailEvent"' in start:
            if start.startswith(b"{") and b'"Records"' not in start and b'"Events"' not in start:
                yield from _event_rows(lines_with(blocks, first, self.marks, reading))
            else:
                yield from event_lines(blocks, first, reading)
        elif any(key in start for key in (b'"Environment"', b'"Datapoints"', b'"MetricDataResults"')):
            yield from _answers(blocks, first, reading, now)
        elif re.match(rb'\{\s*"events"\s*:\s*\[\s*\]', start):
            yield Line("export without events")
        else:
            for line in lines_with(blocks, first, self.marks, reading):
                yield _as_event(line)

    def look(self, line: Line) -> None:
        """Note the symptoms that a line shows."""
        text = line.text
        for row, marks, patterns in self.rows:
            if not any(mark in text for mark in marks):
                continue
            for pattern in patterns:
                match = pattern.search(text)
                if match is not None:
                    self.groups.setdefault(row.name, Group(row)).add(line, match)
                    break

    def diagnosis(
        self, findings: Iterable[ReportedFinding] = (), project: str = "", where: str = "this project"
    ) -> Diagnosis:
        """What was found, with the findings of a project that explain it; ``where`` names it in words."""
        by_rule: dict[str, list[ReportedFinding]] = {}
        for finding in findings:
            by_rule.setdefault(finding.rule, []).append(finding)
        for group in self.groups.values():
            _explain(group, by_rule, self.groups, where)
        order = sorted(
            self.groups.values(),
            key=lambda group: (_LEVEL[group.symptom.severity], not group.findings, -group.count, group.symptom.name),
        )
        return Diagnosis(order, self.size, self.troubles, project)


def _applies(row: Symptom, target: Target) -> bool:
    """A symptom of old versions alone counts only where the version is known to be that old."""
    if row.until is None:
        return True
    version = target.version
    return version is not None and tuple(version) <= tuple(int(part) for part in row.until.split("."))


def _explain(group: Group, by_rule: dict[str, list[ReportedFinding]], groups: dict[str, Group], where: str) -> None:
    """Rank the causes: those that the project shows first, then those that the log shows, then the usual order."""
    ranked = []
    for position, cause in enumerate(group.symptom.causes):
        proofs = _of_these([finding for rule in cause.rules for finding in by_rule.get(rule, ())], group.names)
        others = [name for name in cause.symptoms if name in groups]
        group.findings.extend(proofs)
        because = f"found here as {', '.join(others)}" if others else ""
        if proofs:
            because = f"found in {where}"
        ranked.append((not proofs, not others, position, cause, because))
    group.causes = [(cause, because) for *_, cause, because in sorted(ranked, key=lambda row: row[:3])]


def _of_these(proofs: list[ReportedFinding], names: Iterable[str]) -> list[ReportedFinding]:
    """The findings that speak of what the lines name, if there are any: of a denied action, a package, a file."""
    words = [name for name in names if len(name) > _SHORTEST]
    exact = [one for one in proofs if any(word in f"{one.message} {' '.join(one.evidence)}" for word in words)]
    return exact or proofs


def _excerpt(text: str, match: re.Match[str]) -> str:
    """The part of a line around the match, without credentials."""
    start = max(0, match.start() - _SAMPLE // 2) if len(text) > _SAMPLE else 0
    cut = redact(text[: 16 * _SAMPLE + start], ())[start : start + _SAMPLE]
    return " ".join(cut.split()) + ("..." if len(text) > start + _SAMPLE else "")


def _as_event(line: Line) -> Line:
    """A message that is itself an event of CloudTrail, as a line of it."""
    if not line.text.startswith("{") or '"eventName"' not in line.text:
        return line
    try:
        return event_line(json.loads(line.text)) or line
    except (ValueError, RecursionError):
        return line


def _event_rows(lines: Iterable[Line]) -> Iterator[Line]:
    return map(_as_event, lines)


def _answers(blocks: Iterator[bytes], first: bytes, reading: LogReading, now: datetime) -> Iterator[Line]:
    content = bytearray(first)
    for block in blocks:
        content += block
        if len(content) > MAX_DOCUMENT:
            reading.trouble = f"an answer of AWS with more than {MAX_DOCUMENT >> 20} MiB; it was not read"
            return
    try:
        yield from answer_lines(json.loads(content), now)
    except (ValueError, RecursionError):
        reading.trouble = "the JSON is damaged or cut off"


def _note(streams: dict[str, _Stream], line: Line) -> None:
    if line.stream not in streams and len(streams) >= _MAX_STREAMS:
        return
    found = streams.setdefault(line.stream, _Stream())
    found.events += 1
    found.ended = found.ended or any(end in line.text for end in _ENDS)
    if line.time:
        found.first = min(found.first or line.time, line.time)
        found.last = max(found.last, line.time)


def _stream_lines(streams: dict[str, _Stream], latest: str) -> Iterator[Line]:
    """What whole streams show: an installation that takes too long, a startup script without its last line."""
    for name, found in streams.items():
        minutes = _minutes(found.first, found.last)
        if name.startswith("requirements_install"):
            if minutes > _INSTALL_MINUTES:
                yield Line(f"stream {name} lasts {minutes:.0f} minutes", found.last, name)
        elif found.events >= 3 and not found.ended and _minutes(found.last, latest) > 5:
            yield Line(f"stream {name} without end after {found.events} lines", found.last, name)


def _minutes(first: str, last: str) -> float:
    if not first or not last:
        return 0.0
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 60
