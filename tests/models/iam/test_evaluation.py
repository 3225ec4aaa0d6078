"""What policies allow, case by case, asked through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mwaa_doctor.cli import main

CASES = Path(__file__).parent / "cases"


def groups() -> list[object]:
    return [
        pytest.param(group, id=f"{path.stem}-{number}")
        for path in sorted(CASES.glob("*.json"))
        for number, group in enumerate(json.loads(path.read_text()))
    ]


def ask(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    text = "".join(json.dumps(question) + "\n" for question in questions)
    run = CliRunner().invoke(main, ["policy", "can", "--batch", "-"], input=text)
    assert run.exit_code == 0, run.output
    return [json.loads(line) for line in run.stdout.splitlines()]


def brief(statement: dict[str, Any] | None) -> list[Any] | None:
    """The kind of the deciding policy, which of several it is, and the position of the statement in it."""
    if statement is None:
        return None
    _, bracket, number = statement["file"].partition("[")
    return [statement["policy"], int(number.rstrip("]")) if bracket else 0, statement["index"]]


@pytest.mark.parametrize("group", groups())
def test_answers_and_names_the_statement(group: dict[str, Any]) -> None:
    expected = [(case.pop("answer"), case.pop("statement", None)) for case in (dict(case) for case in group["cases"])]
    questions = [
        {**group.get("given", {}), **{key: value for key, value in case.items() if key not in ("answer", "statement")}}
        for case in group["cases"]
    ]

    answers = ask(questions)

    assert [(answer["answer"], brief(answer["statement"])) for answer in answers] == expected, group["rule"]


def test_there_are_many_cases() -> None:
    assert sum(len(group["cases"]) for path in CASES.glob("*.json") for group in json.loads(path.read_text())) >= 300
