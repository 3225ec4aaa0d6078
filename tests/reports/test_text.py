"""The report for people."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from mwaa_doctor.reports import text
from mwaa_doctor.reports.characters import width
from mwaa_doctor.reports.source_line import source_lines

from mwaa_doctor.result import Problem, Result, Tally
from mwaa_doctor.rule import Place
from mwaa_doctor.terminal import View

from .conftest import PROJECTS, RULE
from .results import finding, result

TROUBLED = PROJECTS / "troubled"
SELECT = ("--select", RULE, "--jobs", "1")


def rendered(found: Result, **view: bool) -> str:
    return text.render(found, View(**view))


def test_report_of_a_finding(plain: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plain.parent)

    run = mwaa_doctor("check", "project", *SELECT)

    lines = run.stdout.splitlines()
    assert lines[:8] == [
        "project/dags/report.py  1 warning",
        "",
        "  warning: Variable `bucket` is read at every parse of `dags/report.py`",
        "  project/dags/report.py:4:10  variable-read-at-parse-time",
        "",
        "    4  BUCKET = Variable.get('bucket')",
        "                ^^^^^^^^^^^^^^^^^^^^^^",
        "",
    ]
    assert lines[8].startswith("    why  Code outside tasks runs at every parse")
    assert any(line.startswith("    fix  ") for line in lines)
    assert lines[-2] == "Checked 1 file for Airflow 2.10.3 (from the constraint in requirements.txt): 1 warning."
    assert lines[-1].startswith("Knowledge as of 20")
    assert run.exit_code == 1


def test_report_without_findings_is_one_line(write, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write({"dags/a.py": "X = 1\n"})
    monkeypatch.chdir(folder)

    run = mwaa_doctor("check", "--airflow-version", "2.10.3", *SELECT)

    assert run.exit_code == 0
    assert len(run.stdout.splitlines()) == 1
    assert run.stdout.startswith("Checked 1 file for Airflow 2.10.3 (from --airflow-version): nothing found. ")


def test_quiet_shows_findings_only(plain: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", plain, *SELECT, "--quiet")

    assert "variable-read-at-parse-time" in run.stdout
    assert "Checked" not in run.stdout
    assert "Not checked" not in run.stdout


def test_quiet_and_clean_says_nothing(write, mwaa_doctor) -> None:
    run = mwaa_doctor("check", write({"dags/a.py": "X = 1\n"}), "--quiet", *SELECT)

    assert run.stdout == ""


def test_statistics_count_per_rule(plain: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", plain, *SELECT, "--statistics")

    assert "  1  warning  variable-read-at-parse-time" in run.stdout.splitlines()


def test_report_is_the_same_each_time_and_from_each_folder(mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TROUBLED)
    first = mwaa_doctor("check", "--jobs", "1")
    second = mwaa_doctor("check", "--jobs", "2")

    assert first.stdout == second.stdout
    assert str(TROUBLED) not in first.stdout


def test_why_and_fix_are_said_once_a_file() -> None:
    rows = [finding("x", 1, rule=RULE, message=f"number {number}", place=Place("a.py", number)) for number in (1, 2)]
    rows.append(finding("x", 1, rule=RULE, place=Place("b.py", 1)))

    assert rendered(result(*rows)).count("    why  ") == 2


def test_further_places_are_capped() -> None:
    also = tuple(Place(f"dags/{letter}.py", 3, 1) for letter in "bcdefg")

    report = rendered(result(finding("x = 1", 1, also=also)))

    assert "also  dags/b.py:3:1, dags/c.py:3:1, dags/d.py:3:1 and 3 more" in report


def test_evidence_stands_below_the_line() -> None:
    report = rendered(result(finding("x = 1", 1, evidence=("first this", "then that"))))

    assert "    seen  first this\n          then that\n" in report


def test_not_checked_says_why_how_much_and_where() -> None:
    tally = Tally(not_checked={"`tags` is computed": (12, ["dags/a.py:3", "dags/b.py:1"])})

    report = rendered(result(outcomes={"one-rule": tally, "other-rule": tally}, prefix="here/"))

    assert (
        "Not checked\n\n  `tags` is computed\n    2 rules, 24 places, such as here/dags/a.py:3 (one-rule, other-rule)\n"
    ) in report
    assert "1 thing was not checked." in report


def test_troubles_are_shown_even_when_quiet() -> None:
    trace = "Traceback (most recent call last):\n  x\nKeyError: 'y'\n"
    tally = Tally(crashes=[f"one-rule on dags/a.py:{line}:\n{trace}" for line in (3, 5, 7)])
    found = result(outcomes={"one-rule": tally}, problems=[Problem("dags/b.py", "is a broken link")], prefix="here/")

    for quiet in (False, True):
        report = rendered(found, quiet=quiet)

        assert "here/dags/b.py is a broken link" in report
        assert "one-rule: KeyError: 'y' (on dags/a.py:3 and 2 more)" in report
        assert "report it to the authors of mwaa-doctor" in " ".join(report.split())
    assert "The run is incomplete." in rendered(found)


def test_suppressed_findings_are_counted_only() -> None:
    report = rendered(result(suppressed=[finding("x", 1, suppressed="in the baseline")]))

    assert "some-rule" not in report
    assert "nothing found. 1 finding was suppressed." in report.replace("\n", " ")


def test_colours_only_on_request() -> None:
    found = result(finding("x = 1", 1), outcomes={"a": Tally(not_checked={"reason": (1, [])})})

    assert "\x1b[" not in rendered(found, statistics=True)
    colored = rendered(found, statistics=True, color=True)
    assert "\x1b[33m" in colored
    assert click.unstyle(colored) == rendered(found, statistics=True)


def test_code_in_backticks_is_not_broken() -> None:
    words = "word " * 13

    report = rendered(result(finding("x", 1, message=f"{words}`some code with spaces` and more")))

    assert "`some code with spaces`" in report


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "marked"),
    [
        pytest.param("abc = f(x)", 7, 11, "abc = f(x)", "f(x)", id="plain"),
        pytest.param("abc", 2, 0, "abc", "b", id="no end"),
        pytest.param("abc", 0, 0, "abc", "", id="no column"),
        pytest.param("abc", 4, 5, "abc", " ", id="behind the end, where a parser stops"),
        pytest.param("abc", 9, 12, "abc", "", id="nowhere in the line"),
        pytest.param("\tx\t= f", 6, 7, "    x   = f", "f", id="tabs"),
        pytest.param("漢字 = f", 6, 7, "漢字 = f", "f", id="wide characters"),
        pytest.param("e\u0301 = f", 6, 7, "e\u0301 = f", "f", id="combining characters"),
        pytest.param("\x1b[1m = f", 8, 9, "\\x1b[1m = f", "f", id="escape sequence"),
        pytest.param("p = '[redacted]'", 5, 40, "p = '[redacted]'", "'[redacted]'", id="credential"),
        pytest.param("p = '[redacted]', f", 30, 31, "p = '[redacted]', f", "", id="behind a credential"),
    ],
)
def test_carets_stand_below_what_is_meant(line: str, column: int, end: int, shown: str, marked: str) -> None:
    found = source_lines(finding(line, column, end), 100)

    assert found is not None
    number, text_shown, carets = found
    assert (number, text_shown) == ("7", shown)
    start = len(carets) - len(carets.lstrip())
    below = ""
    for char in text_shown + " ":
        if width(below) == start and carets.strip():
            break
        below += char
    rest = (text_shown + " ")[len(below) :]
    assert (rest.startswith(marked) and width(marked) == len(carets.strip())) if marked else not carets


@pytest.mark.parametrize("start", [1, 60, 101, 150, 230])
def test_long_lines_are_cut_around_what_is_meant(start: int) -> None:
    line = "".join(str(number % 10) for number in range(start - 1)) + "MARK" + "-" * (236 - start)

    found = source_lines(finding(line, start, start + 4), 100)

    assert found is not None
    _, shown, carets = found
    assert len(shown) <= 100
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "MARK"
    assert "…" in shown


def test_a_run_longer_than_the_report_is_cut() -> None:
    found = source_lines(finding("x" * 230, 3, 220), 100)

    assert found is not None
    assert max(len(part) for part in found) <= 100


@pytest.mark.parametrize("excerpt", [(), ("",), ("   ",)])
def test_a_file_as_a_whole_has_no_source_line(excerpt: tuple[str, ...]) -> None:
    assert source_lines(finding("", 1, excerpt=excerpt), 100) is None
    assert source_lines(finding("x", 0, place=Place("a.py"), excerpt=("x",)), 100) is None
