"""How many runs lie between a start date and a day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

TEMPLATE = """
Resources:
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      AirflowVersion: 2.10.3
"""
HEAD = """\
from datetime import datetime, timedelta

import pendulum
from airflow import DAG

START = datetime(2020, 1, 1)
"""


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('schedule="@daily", start_date=datetime(2020, 1, 1)', True),
        ('schedule="0 6 * * 1", start_date=pendulum.datetime(2020, 1, 1, tz="Europe/Berlin")', True),
        ("schedule=timedelta(hours=6), start_date=START", True),
        ('schedule="@hourly", default_args={"start_date": datetime(year=2020, month=1, day=1)}', True),
        ('schedule_interval="*/5 * * * *", start_date=START', True),
        # few runs, none, or as many as somebody asked for
        ('schedule="@daily", start_date=RECENT', False),
        ('schedule="@yearly", start_date=START', False),
        ('schedule="@once", start_date=START', False),
        ('schedule="@continuous", start_date=START', False),
        ("schedule=None, start_date=START", False),
        ('schedule="@daily", start_date=START, catchup=True', False),
        ('schedule="@daily", start_date=START, catchup=False', False),
        ('schedule="@daily", start_date=START, end_date=datetime(2020, 2, 1)', False),
        ('schedule="@daily", start_date=datetime(2999, 1, 1)', False),
        ('schedule="@daily", start_date=datetime(2020, 13, 1)', False),
        ('schedule="0 0 31 2 *", start_date=START', False),
        ('schedule="nonsense", start_date=START', False),
        ("schedule=timedelta(0), start_date=START", False),
        ('schedule="@daily", start_date=START, **MORE', False),
        ('schedule="@daily", start_date=compute()', False),
    ],
)
def test_missed_runs(arguments: str, found: bool, tmp_path: Path, check) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    recent = datetime.date.today() - datetime.timedelta(days=10)
    arguments = arguments.replace("RECENT", f"datetime({recent.year}, {recent.month}, {recent.day})")
    (tmp_path / "dags" / "one.py").write_text(f'{HEAD}\nwith DAG("one", {arguments}):\n    pass\n')

    run = check(tmp_path, "--select", "missed-runs-caught-up")

    assert len(run.document["findings"]) == found
    assert run.document["crashes"] == []


@pytest.mark.parametrize(
    ("option", "version"), [('"False"', "2.10.3"), ('"True"', "3.0.6"), (None, "3.0.6"), (None, "2.10.3")]
)
def test_the_option_decides(option: str | None, version: str, tmp_path: Path, check) -> None:
    (tmp_path / "dags").mkdir()
    more = f"      AirflowConfigurationOptions: {{scheduler.catchup_by_default: {option}}}\n" if option else ""
    (tmp_path / "template.yaml").write_text(TEMPLATE.replace("2.10.3", version) + more)
    code = f'{HEAD}\nwith DAG("one", schedule="@daily", start_date=START):\n    pass\n'
    (tmp_path / "dags" / "one.py").write_text(code)

    run = check(tmp_path, "--select", "missed-runs-caught-up")

    assert len(run.document["findings"]) == ((option, version) in (('"True"', "3.0.6"), (None, "2.10.3")))
