"""Exit codes: 0 clean, 1 findings, 2 usage, 3 incomplete, whatever the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from mwaa_doctor.commands.check import FORMATS

from .conftest import RULE, dag_file, write

CLEAN = "    BashOperator(task_id='x', bash_command='x')"


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize(
    ("broken", "fault", "arguments", "code"),
    [
        (False, False, (), 0),
        (False, True, (), 1),
        (False, True, ("--exit-zero",), 0),
        (False, True, ("--fail-on", "error"), 1),
        (True, False, (), 3),
        (True, True, (), 3),
        (True, True, ("--exit-zero",), 3),
        (False, True, ("--select", "nothing-like-it"), 2),
    ],
)
def test_exit_code(tmp_path: Path, mwaa_doctor, output: str, broken: bool, fault: bool, arguments, code: int) -> None:
    write(tmp_path, dags__a_py=dag_file() if fault else dag_file(CLEAN))
    if broken:
        (tmp_path / "dags" / "gone.py").symlink_to("nowhere.py")

    run = mwaa_doctor("check", tmp_path, "--select", RULE, "--format", output, "--jobs", "1", *arguments)

    assert run.exit_code == code
    assert "Traceback" not in run.stdout + run.stderr
    assert bool(run.stdout) == (code != 2) or (output in ("concise", "github") and code in (0, 3))


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [("warning", "error", 0), ("warning", "warning", 1), ("warning", "info", 1), ("error", "error", 1)],
)
def test_the_threshold_decides_which_findings_fail(
    tmp_path: Path, check, severity: str, fail_on: str, code: int
) -> None:
    read = "from airflow.models import Variable\nX = Variable.get('x')\n" + dag_file(CLEAN)
    write(tmp_path, dags__a_py=dag_file() if severity == "error" else read)
    rules = f"{RULE},variable-read-at-parse-time"

    by_option = check(tmp_path, "--select", rules, "--fail-on", fail_on)
    (tmp_path / "mwaa-doctor.toml").write_text(f'fail-on = "{fail_on}"\n')
    by_configuration = check(tmp_path, "--select", rules)

    assert by_option.document["summary"][severity] == 1
    assert (by_option.exit_code, by_configuration.exit_code) == (code, code)
    assert check(tmp_path, "--select", rules, "--fail-on", "info").exit_code == 1


def test_what_could_not_be_checked_fails_only_on_request(tmp_path: Path, check) -> None:
    write(tmp_path, dags__a_py=dag_file("    BashOperator(task_id='x', bash_command='x', queue=pick())"))

    plain, strict = check(tmp_path, "--select", RULE), check(tmp_path, "--select", RULE, "--require-complete")

    assert plain.document["not_checked"]
    assert (plain.exit_code, strict.exit_code) == (0, 3)


@pytest.mark.parametrize(
    "arguments",
    [("--format", "xml"), ("--fail-on", "fatal"), ("--jobs", "-1"), ("--nope",), ("--airflow-version", "2.10")],
)
def test_wrong_options_are_usage_errors(project: Path, mwaa_doctor, arguments) -> None:
    run = mwaa_doctor("check", project, *arguments)

    assert run.exit_code == 2
    assert run.stdout == ""
    assert "Traceback" not in run.stderr


def test_a_report_that_cannot_be_written_is_a_usage_error(project: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", project, "--output", project / "no" / "folder.txt")

    assert run.exit_code == 2
    assert run.stderr.count("\n") == 1
