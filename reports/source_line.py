"""The source line of a finding, with a run of carets under what is meant, within the width of the report."""

from __future__ import annotations

from mwaa_doctor.excerpts import MAX_LINE
from mwaa_doctor.models.redaction import REDACTED
from mwaa_doctor.result import ReportedFinding

from .characters import cells, width

_MORE = "…"
_MARGIN = 6
_LEAST = 20


def source_lines(finding: ReportedFinding, available: int) -> tuple[str, str, str] | None:
    """The line's number, the line and the carets, which may be empty; ``None`` for a file as a whole."""
    if not finding.place.line or not finding.excerpt:
        return None
    line = finding.excerpt[0].rstrip()
    if not line:
        return None
    number = str(finding.place.line)
    shown = cells(line)
    start, end = _span(finding, line)
    cut = len(finding.excerpt[0]) >= MAX_LINE
    left, right = _window(shown, start, end, max(available - _MARGIN - len(number), _LEAST), cut)
    before = _MORE if left else ""
    text = before + "".join(shown[left:right]) + (_MORE if right < len(shown) or cut else "")
    if start >= end or start > right:
        return number, text, ""
    gap = len(before) + width("".join(shown[left:start]))
    run = max(width("".join(shown[start : min(end, right)])), 1)
    return number, text, " " * gap + "^" * run


def marked_source(finding: ReportedFinding) -> tuple[int, str, str, str] | None:
    """The line's number, and the line before, within and behind what is meant; ``None`` for a file as a whole."""
    line = finding.excerpt[0].rstrip() if finding.place.line and finding.excerpt else ""
    if not line:
        return None
    shown = cells(line)
    start, end = _span(finding, line)
    cut = _MORE if len(finding.excerpt[0]) >= MAX_LINE else ""
    before, within, behind = "".join(shown[:start]), "".join(shown[start:end]), "".join(shown[end:]) + cut
    if before.strip() or within:
        return finding.place.line, before.lstrip(), within, behind
    return finding.place.line, "", "", behind.lstrip()


def _span(finding: ReportedFinding, line: str) -> tuple[int, int]:
    """The characters to be marked, from 0 on, end excluded; nothing where the columns no longer hold."""
    place = finding.place
    if not place.column or place.column > len(line) + 1:
        return 0, 0
    start = place.column - 1
    if place.end_line > place.line:
        end = len(line)
    elif place.end_column > place.column:
        end = min(place.end_column - 1, len(line))
    else:
        end = start + 1
    hidden = line.find(REDACTED)
    if hidden < 0 or end <= hidden:
        return start, max(end, start + 1)
    if start > hidden:
        return 0, 0
    # What stood here was longer or shorter: mark as far as the mark that took its place, and its closing quote.
    end = hidden + len(REDACTED)
    return start, end + (line[end : end + 1] in ('"', "'") and start < hidden)


def _window(shown: list[str], start: int, end: int, available: int, cut: bool) -> tuple[int, int]:
    """The part of a line that fits: from its beginning if the marked run begins there, else around the run."""
    widths = [width(cell) for cell in shown]
    if sum(widths) + cut <= available:
        return 0, len(shown)
    left = 0
    if sum(widths[: min(end, len(shown))]) >= available:
        # Some of what stands in front stays in sight.
        room = available // 4
        left = min(start, len(shown))
        while left and room >= widths[left - 1]:
            left -= 1
            room -= widths[left]
    right, room = left, available - 1 - bool(left)
    while right < len(shown) and room >= widths[right]:
        room -= widths[right]
        right += 1
    return left, right
