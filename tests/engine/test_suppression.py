"""What hides a finding: comments, paths, suppressions in the configuration, and the baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import FAULT, RULE, dag_file, write


def findings(check, folder: Path, *arguments) -> set[tuple[str, int, str]]:
    return check(folder, "--select", RULE, *arguments).findings


@pytest.mark.parametrize(
    "lines",
    [
        (FAULT + "  # mwaa-doctor: ignore[task-queue-set]",),
        (FAULT + "  # mwaa-doctor: ignore[task-queue-set] the other cluster reads it",),
        (FAULT + "  # noqa: E501  # mwaa-doctor:ignore[ other-rule , task-queue-set ]",),
        ("    # mwaa-doctor: ignore[task-queue-set]", FAULT),
        ("\t# mwaa-doctor: ignore[task-queue-set]", FAULT),
        (
            "    BashOperator(task_id='x', bash_command='x',",
            "        queue='high')  # mwaa-doctor: ignore[task-queue-set]",
        ),
    ],
)
def test_a_comment_hides_the_findings_of_its_line_or_of_the_next(tmp_path: Path, check, lines) -> None:
    write(tmp_path, dags__a_py=dag_file(*lines))

    run = check(tmp_path, "--select", RULE)

    assert run.findings == set()
    assert run.exit_code == 0
    assert run.document["summary"]["suppressed"] == 1
    assert run.document["suppressed"][0]["rule"] == RULE


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ((FAULT + "  # mwaa-doctor: ignore[other-rule]",), 5),
        ((FAULT + "  # mwaa-doctor: ignore",), 5),
        ((FAULT + "  # mwaa-doctor: ignore[]",), 5),
        ((FAULT + "  # mwaa-doctor: ignore[*]",), 5),
        (("    # mwaa-doctor: ignore[task-queue-set]", "", FAULT), 7),
        (("    x = '# mwaa-doctor: ignore[task-queue-set]'", FAULT), 6),
        (("    '''", "    # mwaa-doctor: ignore[task-queue-set]'''", FAULT), 7),
        (("    x = 1  # mwaa-doctor: ignore[task-queue-set]", FAULT), 6),
        ((FAULT, "    # mwaa-doctor: ignore[task-queue-set]"), 5),
    ],
)
def test_anything_else_hides_nothing(tmp_path: Path, check, lines, line: int) -> None:
    write(tmp_path, dags__a_py=dag_file(*lines))

    assert findings(check, tmp_path) == {("dags/a.py", line, RULE)}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_matter(tmp_path: Path, check, end: str) -> None:
    hidden = dag_file("    # mwaa-doctor: ignore[task-queue-set]", FAULT)
    write(tmp_path, dags__hidden_py=hidden.replace("\n", end), dags__shown_py=dag_file().replace("\n", end))

    assert findings(check, tmp_path) == {("dags/shown.py", 5, RULE)}


def test_a_byte_order_mark_does_not_matter(tmp_path: Path, check) -> None:
    write(tmp_path, dags__a_py=b"\xef\xbb\xbf" + dag_file(FAULT + "  # mwaa-doctor: ignore[task-queue-set]").encode())

    assert findings(check, tmp_path) == set()


def test_a_comment_hides_in_a_shell_script_as_well(tmp_path: Path, check) -> None:
    piped = "aws mwaa create-cli-token --name x | export T=$(jq -r .CliToken)"
    comment = "# mwaa-doctor: ignore[shell-export-in-pipe]"
    (tmp_path / "a.sh").write_text(f"{piped}  {comment}\n{comment} known\n{piped}\n{piped}\n")

    assert check(tmp_path, "--select", "shell-export-in-pipe").findings == {("a.sh", 4, "shell-export-in-pipe")}


@pytest.mark.parametrize(
    ("pattern", "rule", "hidden"),
    [
        ("dags/a.py", RULE, True),
        ("dags/*", "dag", True),
        ("dags", RULE, True),
        ("dags/", RULE, True),
        ("./dags/a.py", RULE, True),
        ("*", "task-*", True),
        ("dags/b.py", RULE, False),
        ("a.py", RULE, False),
        ("dags/a.py", "shell-export-in-pipe", False),
    ],
)
def test_rules_are_ignored_per_path(project: Path, check, pattern: str, rule: str, hidden: bool) -> None:
    (project / "mwaa-doctor.toml").write_text(f'[per-path-ignores]\n"{pattern}" = ["{rule}"]\n')

    assert (findings(check, project) == set()) == hidden


def suppression(**values: str) -> str:
    given = {"rule": RULE, "target": "dags/a.py", "reason": "known", **values}
    return "[[suppressions]]\n" + "".join(f'{key} = "{value}"\n' for key, value in given.items())


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({}, True),
        ({"target": "dags/*"}, True),
        ({"target": "task a.x"}, True),
        ({"target": "a.*"}, True),
        ({"target": "task b.x"}, False),
        ({"until": "2999-12-31"}, True),
        ({"until": "2020-01-31"}, False),
        ({"rule": "shell-export-in-pipe"}, False),
        ({"rule": "dag", "owner": "data team"}, True),
    ],
)
def test_a_suppression_hides_until_its_last_day(project: Path, check, values, hidden: bool) -> None:
    (project / "mwaa-doctor.toml").write_text(suppression(**values))

    assert (findings(check, project) == set()) == hidden


def test_the_report_says_why_a_finding_is_hidden(project: Path, check) -> None:
    (project / "mwaa-doctor.toml").write_text(suppression(reason="moves in March"))

    (row,) = check(project, "--select", RULE).document["suppressed"]

    assert "moves in March" in json.dumps(row)


# -- baseline ----------------------------------------------------------------------------------------------------------


def test_a_baseline_hides_what_was_there_and_shows_what_is_new(project: Path, check) -> None:
    baseline = project / "baseline.json"

    written = check(project, "--select", RULE, "--write-baseline", baseline)
    again = check(project, "--select", RULE, "--baseline", baseline)
    write(project, dags__b_py=dag_file())
    then = check(project, "--select", RULE, "--baseline", baseline)

    assert written.exit_code == 0
    assert (again.exit_code, again.findings) == (0, set())
    assert (then.exit_code, then.findings) == (1, {("dags/b.py", 5, RULE)})


def test_a_baseline_named_in_the_configuration_is_read_from_beside_it(project: Path, check, monkeypatch) -> None:
    check(project, "--select", RULE, "--write-baseline", project / "baseline.json")
    (project / "mwaa-doctor.toml").write_text('baseline = "baseline.json"\n')
    monkeypatch.chdir(project / "dags")

    assert findings(check, project) == set()


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("    # a line more", "", FAULT), 0),
        ((FAULT.replace("    Bash", "    x = Bash"),), 1),
        ((FAULT.replace("high", "low"),), 1),
        ((FAULT, FAULT), 1),
        ((FAULT.replace("    ", "     ", 1),), 0),
        (("    if x:", "    " + FAULT), 0),
    ],
)
def test_fingerprints_survive_moved_lines_but_not_changed_ones(project: Path, check, lines, shown: int) -> None:
    baseline = project / "baseline.json"
    check(project, "--select", RULE, "--write-baseline", baseline)
    write(project, dags__a_py=dag_file(*lines))

    run = check(project, "--select", RULE, "--baseline", baseline)

    assert len(run.findings) == shown


def test_equal_lines_have_fingerprints_of_their_own(project: Path, check) -> None:
    other = FAULT.replace("high", "low")
    write(project, dags__a_py=dag_file(FAULT, other, FAULT.replace("'x'", "'y'"), other))

    prints = [row["fingerprint"] for row in check(project, "--select", RULE).document["findings"]]

    assert len(prints) == len(set(prints)) >= 2


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"version": 1}', '{"version": 1, "findings": [1]}', "\xff", "[" * 9999]
)
def test_a_broken_baseline_is_a_usage_error(project: Path, check, text: str) -> None:
    (project / "b.json").write_bytes(text.encode("latin-1"))

    run = check(project, "--baseline", project / "b.json")

    assert run.exit_code == 2
    assert run.stderr.count("\n") == 1
    assert "b.json" in run.stderr


def test_a_baseline_of_another_version_says_what_to_do(project: Path, check) -> None:
    (project / "b.json").write_text('{"version": 99, "findings": []}')

    assert "--write-baseline" in check(project, "--baseline", project / "b.json").stderr
