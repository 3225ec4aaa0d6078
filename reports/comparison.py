"""Several results side by side: what one has and another has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.result import Result
from mwaa_doctor.rule import Severity

from .page import Page
from .sentences import SEVERITIES


@dataclass(frozen=True)
class Row:
    """A line of a comparison: a cell per result, and whether they differ."""

    name: str
    text: str
    severity: str
    cells: tuple[Any, ...]
    source: str | None = None

    @property
    def differs(self) -> bool:
        """Whether the results do not agree."""
        return len({str(cell) for cell in self.cells}) > 1


class Comparison:
    """Several results, each with its name, in the order given."""

    def __init__(self, results: Sequence[tuple[str, Result]]) -> None:
        self.columns = [(name, Page(result)) for name, result in results]

    @property
    def rules(self) -> list[Row]:
        """The rules that found something in any of the results, with the number of findings in each."""
        worst: dict[str, Severity] = {}
        counts: list[dict[str, int]] = []
        about: dict[str, dict[str, Any]] = {}
        for _, page in self.columns:
            about.update(page.rules)
            of_page: dict[str, int] = {}
            for finding in page.result.findings:
                worst[finding.rule] = max(worst.get(finding.rule, Severity.INFO), finding.severity)
                of_page[finding.rule] = of_page.get(finding.rule, 0) + 1
            counts.append(of_page)
        order = {severity: number for number, severity in enumerate(SEVERITIES)}
        names = sorted(worst, key=lambda name: (order[worst[name]], -max(row.get(name, 0) for row in counts), name))
        return [
            Row(
                name,
                about.get(name, {}).get("summary", name),
                worst[name].label,
                tuple(row.get(name, 0) for row in counts),
                about.get(name, {}).get("source"),
            )
            for name in names
        ]

    @property
    def checklist(self) -> list[Row]:
        """The documented requirements on which the results do not agree, with the status in each."""
        statuses = [{row["key"]: row["status"] for row in page.document["checklist"]} for _, page in self.columns]
        rows: dict[str, dict[str, Any]] = {}
        for _, page in self.columns:
            rows.update({row["key"]: row for row in page.document["checklist"]})
        found = [
            Row(
                key,
                row["requirement"],
                row["strength"],
                tuple(of_page.get(key, "not_checked") for of_page in statuses),
                row["source_url"],
            )
            for key, row in rows.items()
        ]
        return [row for row in found if row.differs]
