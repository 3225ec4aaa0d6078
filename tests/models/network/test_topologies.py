"""Small networks, good ones and ones with a single fault: what the command says of each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from topologies import topologies, written

CASES = topologies()


@pytest.mark.parametrize("name", CASES)
def test_topology(name: str, tmp_path: Path, mwaa_doctor) -> None:
    case = CASES[name]

    run = mwaa_doctor("network", "--snapshot", written(case, tmp_path), "--format", "json")

    (environment,) = run.document["environments"]
    rows = {f"{row['from']}/{row['to']}": row for row in environment["connections"]}
    rows.pop("web server/package index (PyPI)", None)
    wanted: dict[str, str] = dict(case["verdicts"])
    rest = wanted.pop("*", None)
    expected = {row: wanted.get(row, rest) for row in rows if row in wanted or rest}
    assert set(wanted) <= set(rows)
    assert {row: rows[row]["verdict"] for row in expected} == expected
    prove(case, list(rows.values()))


def prove(case: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    if "fault" in case:
        assert case["fault"] in {row["fault"] for row in rows}
    if "evidence" in case:
        assert case["evidence"] in {row["evidence"] for row in rows}
    if "reason" in case:
        assert any(case["reason"] in row["evidence"] for row in rows if row["verdict"] == "unknown")
    for row in rows:
        assert (row["broken_at"] is not None) == (row["verdict"] == "no")
        assert row["evidence"]
