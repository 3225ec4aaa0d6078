"""Reads a result back from its JSON document, so that every report can be made of it later and elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mwaa_doctor.config import ConfigurationError
from mwaa_doctor.result import Picture, Problem, Repair, ReportedFinding, Result, Tally, read_graph
from mwaa_doctor.rule import Place, Severity

from .json import SCHEMA_VERSION
from .shape import fault_of

LARGEST = 200_000_000
_PLACE = ("path", "line", "column", "end_line", "end_column")


def names_of(paths: Sequence[Path]) -> list[str]:
    """What to call the results of several files: the files' names, with as much of the way as tells them apart."""
    most = max(len(path.parts) for path in paths)
    for length in range(1, most + 1):
        names = ["/".join(path.with_suffix("").parts[-length:]) for path in paths]
        if len(set(names)) == len(paths):
            return names
    return [f"{path.stem} ({number})" for number, path in enumerate(paths, 1)]


class NotAResult(Exception):  # noqa: N818  # it says what the document is
    """A document that is no result of this program; says why, to follow its name in a sentence."""


def read_file(path: Path) -> Result:
    """The result that ``--format json`` wrote; raises ``ConfigurationError`` for anything else."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be read: {problem.strerror}") from None
    if len(data) > LARGEST:
        raise ConfigurationError(f"{path} is larger than {LARGEST // 1_000_000} MB: no report is made of it")
    try:
        return read_result(json.loads(data.decode("utf-8")))
    except NotAResult as problem:
        raise ConfigurationError(f"{path} {problem}") from None
    except (ValueError, RecursionError):
        raise ConfigurationError(f"{path} is no JSON document") from None


def read_result(row: Any) -> Result:
    """The reverse of ``document``; raises ``NotAResult``."""
    if not isinstance(row, dict) or not isinstance(row.get("tool"), dict) or row["tool"].get("name") != "mwaa-doctor":
        raise NotAResult("is no result of mwaa-doctor: make one with `mwaa-doctor check --format json`")
    version = row.get("schema_version")
    if version != SCHEMA_VERSION:
        raise NotAResult(f"has version {str(version)[:20]} of the result's shape, this program reads {SCHEMA_VERSION}")
    fault = fault_of(row) or _loose_end(row)
    if fault is not None:
        raise NotAResult(f"is damaged, or was written by another release of mwaa-doctor: {fault[:200]}")
    return _result(row)


def _loose_end(row: dict[str, Any]) -> str | None:
    """What no schema can tell: arrows between nodes that are there, crashes of rules that ran."""
    for finding in (*row["findings"], *row["suppressed"]):
        graph = finding["graph"] or {"nodes": (), "arrows": ()}
        if any(max(arrow["start"], arrow["end"]) >= len(graph["nodes"]) for arrow in graph["arrows"]):
            return "an arrow of a graph leads nowhere"
    if {crash["rule"] for crash in row["crashes"]} - {item["rule"] for item in row["outcomes"]}:
        return "a rule crashed that did not run"
    return None


def _result(row: dict[str, Any]) -> Result:
    outcomes = {item["rule"]: _tally(item) for item in row["outcomes"]}
    for crash in row["crashes"]:
        outcomes[crash["rule"]].crashes.append(crash["traceback"])
    return Result(
        findings=[_finding(item) for item in row["findings"]],
        suppressed=[_finding(item) for item in row["suppressed"]],
        outcomes=outcomes,
        problems=[Problem(item["path"], item["message"]) for item in row["problems"]],
        target=row["target"],
        base="",
        prefix=row["prefix"],
        files=row["summary"]["files"],
        knowledge_date=row["tool"]["knowledge_date"],
        version=row["tool"]["version"],
        fail_on=Severity.parse(row["fail_on"]),
        notes=row["notes"],
        environments=row["environments"],
        pictures=[Picture(item["kind"], item["title"], item["svg"], item["environment"]) for item in row["pictures"]],
        project=row["project"],
        date=row["date"],
        rules=row["rules"],
        checklist=row["checklist"],
    )


def _finding(row: dict[str, Any]) -> ReportedFinding:
    fix = row["fix"]
    return ReportedFinding(
        rule=row["rule"],
        family=row["family"],
        severity=Severity.parse(row["severity"]),
        confidence=row["confidence"],
        message=row["message"],
        place=_place(row),
        resource=row["resource"],
        evidence=tuple(row["evidence"]),
        fix=None if fix is None else _repair(fix),
        covers=tuple(row["covers"]),
        excerpt=tuple(row["excerpt"]),
        fingerprint=row["fingerprint"],
        also=tuple(map(_place, row["also"])),
        suppressed=row.get("suppressed"),
        graph=read_graph(row["graph"]),
    )


def _repair(row: dict[str, Any]) -> Repair:
    return Repair(row["description"], row["safe"], tuple(row["edits"]), tuple(row["rewrites"]))


def _place(row: dict[str, Any]) -> Place:
    return Place(*(row[name] for name in _PLACE))


def _tally(row: dict[str, Any]) -> Tally:
    reasons = {item["reason"]: (item["count"], item["examples"]) for item in row["reasons"]}
    return Tally(row["passed"], row["found"], row["not_applicable"], reasons)
