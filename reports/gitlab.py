"""The Code Quality report of GitLab, which shows findings in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from mwaa_doctor.result import ReportedFinding, Result
from mwaa_doctor.rule import Severity

from .characters import json_escaped, visible

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(result: Result, view: Any) -> str:  # noqa: ARG001  # every renderer is called alike
    """The findings as a JSON array; the format has no place for anything else."""
    rows = [_row(finding, result.prefix) for finding in result.findings]
    return json_escaped(json.dumps(rows, indent=1, ensure_ascii=False)) + "\n"


def _row(finding: ReportedFinding, prefix: str) -> dict[str, Any]:
    place = finding.place
    begin = place.line or 1
    return {
        "description": visible(finding.message),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        # Relative to the folder in which the program ran, which is the repository's top in CI. A path that began with
        # ./ would not be matched with the changed files.
        "location": {"path": prefix + place.path, "lines": {"begin": begin, "end": max(place.end_line, begin)}},
    }
