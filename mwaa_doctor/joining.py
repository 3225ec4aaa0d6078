"""Several results as one: of projects that were judged one by one, each for its own environment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mwaa_doctor.result import Problem, Result, Tally, add_fingerprints


def joined(results: Sequence[Result]) -> Result:
    """One result with everything; of the targets, what all have in common."""
    first = results[0]
    if len(results) == 1:
        return first
    outcomes = {name: Tally() for result in results for name in result.outcomes}
    for result in results:
        for name, tally in result.outcomes.items():
            outcomes[name].add(tally)
    for tally in outcomes.values():
        is_used = any(count for what, count in tally.counts().items() if what != "not_applicable")
        tally.not_applicable = 0 if is_used else min(tally.not_applicable, 1)
    whole = replace(
        first,
        findings=[finding for result in results for finding in result.findings],
        suppressed=[finding for result in results for finding in result.suppressed],
        outcomes=outcomes,
        problems=list(dict.fromkeys(problem for result in results for problem in result.problems)),
        notes=list(dict.fromkeys(note for result in results for note in result.notes)),
        target={
            name: value if all(result.target.get(name) == value for result in results) else None
            for name, value in first.target.items()
        },
        environments=[row for result in results for row in result.environments],
        files=sum(result.files for result in results),
        hides=None,
    )
    _put_in_order(whole)
    return whole


def _put_in_order(result: Result) -> None:
    both = [*result.findings, *result.suppressed]
    both.sort(key=lambda item: (item.place, -item.severity, item.rule, item.message))
    add_fingerprints(both)
    result.findings = [finding for finding in both if finding.suppressed is None]
    result.suppressed = [finding for finding in both if finding.suppressed is not None]


def renamed(result: Result, name: Callable[[str], str]) -> None:
    """Give every path another name, where findings point and where reasons do."""
    for finding in (*result.findings, *result.suppressed):
        finding.place = replace(finding.place, path=name(finding.place.path))
        finding.also = tuple(replace(place, path=name(place.path)) for place in finding.also)
        if finding.fix is not None and finding.fix.by_machine:
            finding.fix = replace(finding.fix, edits=(), rewrites=())  # of files that are there no more
    for tally in result.outcomes.values():
        tally.not_checked = {
            reason: (count, [_renamed_spot(where, name) for where in places])
            for reason, (count, places) in tally.not_checked.items()
        }
    result.problems = [Problem(name(problem.path), problem.message) for problem in result.problems]
    _put_in_order(result)


def _renamed_spot(where: str, name: Callable[[str], str]) -> str:
    path, colon, line = where.rpartition(":")
    return f"{name(path)}:{line}" if colon and line.isdigit() else name(where)
