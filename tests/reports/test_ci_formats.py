"""The formats for pipelines and editors: JUnit, annotations of GitHub, and one line per finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mwaa_doctor.reports import load_renderer

from mwaa_doctor.result import Tally
from mwaa_doctor.rule import Place, Severity
from mwaa_doctor.terminal import View

from .conftest import PROJECTS, RULE
from .results import finding, result
from .well_formed import assert_junit, commands


def test_junit_of_a_project(mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECTS / "troubled")

    root = assert_junit(mwaa_doctor("check", "--format", "junit", "--jobs", "1").stdout)

    document = json.loads(mwaa_doctor("check", "--format", "json", "--jobs", "1").stdout)
    failing = {(row["path"], row["rule"]) for row in document["findings"] if row["severity"] != "info"}
    assert failing
    assert {
        (case.attrib["classname"], case.attrib["name"])
        for case in root.iter("testcase")
        if case.find("failure") is not None
    } == failing
    properties = {row.attrib["name"]: row.attrib["value"] for row in root.iter("property")}
    assert properties["airflow_version"] == document["target"]["airflow_version"]


def test_junit_fails_when_the_command_does(plain: Path, mwaa_doctor) -> None:
    command = ("check", plain, "--format", "junit", "--select", RULE)

    failing, passing = mwaa_doctor(*command), mwaa_doctor(*command, "--fail-on", "error")

    assert (failing.exit_code, assert_junit(failing.stdout).attrib["failures"]) == (1, "1")
    assert (passing.exit_code, assert_junit(passing.stdout).attrib["failures"]) == (0, "0")
    assert "Variable `bucket` is read" in passing.stdout


def test_junit_skips_what_was_not_checked_and_names_errors(plain: Path, mwaa_doctor, crashing_rule) -> None:
    (plain / "dags" / "broken.py").symlink_to("nowhere")

    root = assert_junit(mwaa_doctor("check", plain, "--format", "junit", "--jobs", "1").stdout)

    errors = {
        case.attrib["name"]: error.attrib["type"]
        for case in root.iter("testcase")
        if (error := case.find("error")) is not None
    }
    assert errors == {crashing_rule.name: "crash", "dags/broken.py": "unreadable"}
    found = result(outcomes={"a-rule": Tally(not_checked={"no version": (3, ["dags/a.py:1"]), "other": (1, [])})})
    (skipped,) = assert_junit(load_renderer("junit")(found, View())).iter("skipped")
    assert skipped.attrib["message"] == "not checked: no version (3 places) (and 1 more reason)"


# -- GitHub ------------------------------------------------------------------------------------------------------------


def test_github_shows_the_worst_first() -> None:
    severities = (Severity.INFO, Severity.WARNING, Severity.ERROR, Severity.WARNING)
    rows = [finding("x", 1, severity=severity) for severity in severities]
    found = result(*rows, outcomes={"a-rule": Tally(not_checked={"no version": (3, [])}, crashes=["x\nKeyError: 1"])})

    shown = commands(load_renderer("github")(found, View()))

    assert [(kind, rows["title"]) for kind, rows, _ in shown] == [
        ("error", "mwaa-doctor: the run is incomplete"),
        ("error", "some-rule"),
        ("warning", "some-rule"),
        ("warning", "some-rule"),
        ("notice", "mwaa-doctor"),
        ("notice", "mwaa-doctor: not checked"),
        ("notice", "some-rule"),
    ]
    assert shown[4][2].startswith(
        "Checked 3 files for Airflow 2.10.3 (from --airflow-version): 1 error, 2 warnings, 1 info."
    )
    assert shown[5][2] == "no version (1 rule)"


def test_github_places(plain: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plain.parent)

    shown = commands(mwaa_doctor("check", "project", "--format", "github", "--select", RULE, "--quiet").stdout)

    ((kind, rows, text),) = shown
    assert kind == "warning"
    assert rows == {
        "file": "project/dags/report.py",
        "line": "4",
        "col": "10",
        "endLine": "4",
        "endColumn": "31",
        "title": RULE,
    }
    assert text.startswith("Variable `bucket` is read at every parse of `dags/report.py`\nFix: ")


# -- concise -----------------------------------------------------------------------------------------------------------


def test_concise_lines(plain: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plain.parent)

    ran = mwaa_doctor("check", "project", "--format", "concise", "--select", RULE)

    assert ran.stdout == (
        f"project/dags/report.py:4:10: warning {RULE} Variable `bucket` is read at every parse of `dags/report.py`\n"
    )


def test_concise_shows_a_whole_file_at_its_beginning_and_ends_with_what_was_not_checked() -> None:
    row = finding("x", 1, place=Place("dags/a.py"), also=(Place("dags/b.py"), Place("dags/c.py")))
    found = result(row, outcomes={"a-rule": Tally(not_checked={"no version": (3, [])})})

    assert load_renderer("concise")(found, View()) == (
        "dags/a.py:1:1: warning some-rule something is wrong (and 2 more places)\nnot checked: no version (1 rule)\n"
    )
    assert load_renderer("concise")(found, View(quiet=True)).count("\n") == 1
