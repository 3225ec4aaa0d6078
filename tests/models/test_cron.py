"""Schedules, compared with what real Airflow said of the same texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TABLE = json.loads(Path(__file__).with_name("cron_verdicts.json").read_text())


@pytest.mark.parametrize("number", range(len(TABLE["versions"])), ids=TABLE["versions"])
def test_schedules_are_refused_as_airflow_refuses_them(number: int, tmp_path: Path, check) -> None:
    lines, refused = ["from airflow import DAG", ""], set()
    for verdicts, schedules in TABLE["verdicts"].items():
        for schedule in schedules:
            lines.append(f'DAG("d{len(lines)}", schedule={schedule!r})')
            if verdicts[number] == "n":
                refused.add(len(lines))
    path = tmp_path / "dags" / "all.py"
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n")

    run = check(tmp_path, "--select", "invalid-schedule", "--airflow-version", TABLE["versions"][number])

    assert {line for _, line, _ in run.findings} == refused
    assert len(refused) > 90
    assert len(lines) - len(refused) > 100


@pytest.mark.parametrize(
    ("schedule", "days", "reported"),
    # counted with CronDataIntervalTimetable and DeltaDataIntervalTimetable of Airflow 2.10.3, one parse a day
    [
        ("'0 6 * * MON'", 1, True),
        ("'0 6 * * MON'", 8, False),
        ("'0 0 * * *'", 1, False),
        ("'0 0 * * *'", 0, True),
        ("'@hourly'", 0, True),
        ("'0 6 * * 1-5'", 1, True),
        ("'0 6 * * 1-5'", 3, False),
        ("'@weekly'", 7, False),
        ("'@weekly'", 6, True),
        ("'@monthly'", 30, True),
        ("'@monthly'", 31, False),
        ("timedelta(days=2)", 1, True),
        ("timedelta(hours=30)", 1, False),
    ],
)
def test_a_daily_moving_start_date_is_reported_where_it_costs_runs(
    schedule: str, days: int, reported: bool, tmp_path: Path, check
) -> None:
    path = tmp_path / "dags" / "one.py"
    path.parent.mkdir()
    path.write_text(
        "from datetime import timedelta\nfrom airflow import DAG\nfrom airflow.utils.dates import days_ago\n"
        f"dag = DAG('one', schedule={schedule}, start_date=days_ago({days}))\n"
    )

    run = check(tmp_path, "--select", "moving-start-date", "--airflow-version", "2.10.3")

    assert bool(run.findings) == reported
