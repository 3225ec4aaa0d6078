"""A planned environment and the running one that it changes are one environment: a fault of both is told once."""

from __future__ import annotations

from collections.abc import Sequence

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.result import ReportedFinding


def fold_twins(
    judged: Sequence[Environment], found: Sequence[Sequence[ReportedFinding]], findings: list[ReportedFinding]
) -> None:
    """Take the findings that both have out of ``findings``, where the template's stands for the two.

    ``found`` holds the findings of each environment.  The words may differ, a template names a subnet otherwise than
    AWS does: of one rule as many findings of the running environment are those of the template as the template has.
    """
    gone: set[int] = set()
    for planned, of_planned in zip(judged, found, strict=True):
        at = next((number for number, other in enumerate(judged) if other is planned.running), None)
        taken: set[int] = set()
        for row in found[at] if at is not None else ():
            twin = _twin(row, of_planned, taken)
            if twin is not None:
                twin.also = (*twin.also, row.place)
                taken.add(id(twin))
                gone.add(id(row))
    findings[:] = [row for row in findings if id(row) not in gone]


def _twin(row: ReportedFinding, others: Sequence[ReportedFinding], taken: set[int]) -> ReportedFinding | None:
    """The planned environment's finding of the same rule; of several the one in the same words."""
    same = [other for other in others if other.rule == row.rule and id(other) not in taken]
    return next((other for other in same if other.message == row.message), same[0] if same else None)
