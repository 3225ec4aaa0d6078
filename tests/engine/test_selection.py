"""``--select`` and ``--ignore``: names, families, patterns, and names that no rule has."""

from __future__ import annotations

from pathlib import Path

import pytest


def rules_run(run) -> set[str]:
    return {row["rule"] for row in run.document["outcomes"]}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--select", "task-queue-set"), {"task-queue-set"}),
        (("--select", "task-queue-*"), {"task-queue-set"}),
        (("--select", "task-queue-set,shell-export-in-pipe"), {"task-queue-set", "shell-export-in-pipe"}),
        (("--select", " task-queue-set , "), {"task-queue-set"}),
        (
            ("--select", "task-queue-set", "--select", "shell-export-in-pipe"),
            {"task-queue-set", "shell-export-in-pipe"},
        ),
        (("--select", "task-queue-set,shell-*", "--ignore", "shell-export-in-pipe"), {"task-queue-set"}),
        (("--select", "dag", "--ignore", "dag"), set()),
    ],
)
def test_rules_are_named_by_name_family_or_pattern(project: Path, check, arguments, expected) -> None:
    run = check(project, *arguments)

    assert rules_run(run) & {"task-queue-set", "shell-export-in-pipe"} == expected
    assert len(rules_run(run)) == len(expected)


def test_a_family_stands_for_all_its_rules(project: Path, check) -> None:
    everything, family = rules_run(check(project)), rules_run(check(project, "--select", "dag"))

    assert "task-queue-set" in family
    assert family < everything
    assert rules_run(check(project, "--ignore", "dag")) == everything - family


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_name_is_a_usage_error_with_the_nearest_name(project: Path, check, option: str) -> None:
    run = check(project, option, "task-queue-sett")

    assert run.exit_code == 2
    assert run.stdout == ""
    assert run.stderr == "mwaa-doctor: no rule or family is called `task-queue-sett`, did you mean `task-queue-set`?\n"


@pytest.mark.parametrize("name", ["x*", "zzz", "**qq**"])
def test_a_pattern_without_a_rule_is_a_usage_error(project: Path, check, name: str) -> None:
    run = check(project, "--select", name)

    assert run.exit_code == 2
    assert f"`{name}`" in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_configuration_selects_and_the_option_overrides_it(project: Path, check) -> None:
    (project / "mwaa-doctor.toml").write_text('select = ["shell-export-in-pipe"]\n')

    assert rules_run(check(project)) == {"shell-export-in-pipe"}
    assert rules_run(check(project, "--select", "task-queue-set")) == {"task-queue-set"}


def test_ignored_in_the_configuration_stays_ignored(project: Path, check) -> None:
    (project / "mwaa-doctor.toml").write_text('ignore = ["task-queue-set"]\n')

    assert rules_run(check(project, "--select", "task-queue-set")) == set()
    assert check(project, "--select", "task-queue-set").exit_code == 0


def test_an_unknown_name_in_the_configuration_is_a_usage_error(project: Path, check) -> None:
    (project / "mwaa-doctor.toml").write_text('ignore = ["task-que-set"]\n')

    run = check(project)

    assert run.exit_code == 2
    assert "did you mean `task-queue-set`?" in run.stderr
