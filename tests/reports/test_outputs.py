"""Several reports of one run, and every report of a saved result."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwaa_doctor.reports import load_renderer
from mwaa_doctor.reports.json import document
from mwaa_doctor.reports.saved import NotAResult, read_result

from mwaa_doctor.outputs import FORMATS
from mwaa_doctor.terminal import View

from .conftest import PROJECTS
from .results import with_everything

# -- several at once ---------------------------------------------------------------------------------------------------


def test_each_format_goes_to_the_output_behind_it(plain: Path, tmp_path: Path, mwaa_doctor) -> None:
    one, two = tmp_path / "a.json", tmp_path / "b.xml"

    run = mwaa_doctor(
        "check", plain, "--format", "json", "--output", one, "--format", "junit", "-o", two, "--format", "concise"
    )

    assert json.loads(one.read_text())["findings"]
    assert two.read_text().startswith("<?xml")
    assert "variable-read-at-parse-time" in run.stdout
    assert run.exit_code == 1


def test_all_formats_in_one_run(plain: Path, tmp_path: Path, mwaa_doctor) -> None:
    options = [part for name in FORMATS for part in ("--format", name, "--output", tmp_path / name)]

    run = mwaa_doctor("check", plain, *options)

    assert run.stdout == ""
    for name in FORMATS:
        assert (tmp_path / name).read_text() == mwaa_doctor("check", plain, "--format", name).stdout


def test_an_output_before_its_format_and_one_without(plain: Path, tmp_path: Path, mwaa_doctor) -> None:
    path = tmp_path / "a"

    mwaa_doctor("check", plain, "--output", path, "--format", "json")
    assert path.read_text().startswith("{")
    mwaa_doctor("check", plain, "--output", path)
    assert path.read_text().endswith("Knowledge as of " + path.read_text()[-12:-2] + ".\n")
    assert mwaa_doctor("check", plain, "--output", "-", "--format", "json").stdout.startswith("{")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json", "--format", "sarif"), "only one report can go to stdout"),
        (("--format", "json", "-o", "a", "-o", "b"), "--output b has no --format of its own"),
        (("-o", "a", "-o", "b"), "--output b has no --format of its own"),
        (("--format", "json", "-o", "a", "--format", "sarif", "-o", "a"), "two reports cannot both go to a"),
        (("--format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_pairs_that_make_no_sense(options: tuple[str, ...], said: str, plain: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", plain, *options)

    assert run.exit_code == 2
    assert said in run.stderr


# -- saved results -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["troubled", "healthy", "hostile"])
def test_a_saved_result_gives_every_report_again(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, mwaa_doctor
) -> None:
    folder = request.getfixturevalue(name) if name == "hostile" else PROJECTS / name
    options = [part for each in FORMATS for part in ("--format", each, "--output", tmp_path / each)]
    mwaa_doctor("check", folder, *options, "--jobs", "1", "--airflow-version", "2.10.3")

    for each in FORMATS:
        run = mwaa_doctor("report", tmp_path / "json", "--format", each)
        assert run.exit_code == 0
        assert run.stdout == (tmp_path / each).read_text(), each


def test_a_crash_survives_saving(plain: Path, tmp_path: Path, mwaa_doctor, crashing_rule) -> None:
    path = tmp_path / "a.json"
    mwaa_doctor("check", plain, "--format", "json", "--output", path)

    run = mwaa_doctor("report", path, "--format", "text")
    assert f"{crashing_rule.name}: ::error::injected by a crash \\x1b" in " ".join(run.stdout.split())


DOCUMENT: dict[str, Any] = json.loads(load_renderer("json")(with_everything(2), View()))


def test_everything_survives_saving() -> None:
    assert json.loads(json.dumps(document(read_result(DOCUMENT)))) == DOCUMENT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON document"),
        ("[" * 100_000, "is no JSON document"),
        ("\ufeff{}", "is no JSON document"),
        ("[]", "is no result of mwaa-doctor: make one with"),
        ('{"tool": {"name": "other"}}', "is no result of mwaa-doctor"),
        (json.dumps({**DOCUMENT, "schema_version": 99}), "has version 99 of the result's shape"),
        (json.dumps({**DOCUMENT, "files": None, "findings": 1}), "is damaged, or was written by another release"),
        (json.dumps({**DOCUMENT, "findings": [{}]}), "findings[0].rule is missing"),
    ],
)
def test_what_is_no_result_is_refused_in_a_sentence(text: str, said: str, tmp_path: Path, mwaa_doctor) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)

    run = mwaa_doctor("report", path)

    assert run.exit_code == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert mwaa_doctor("report", tmp_path).exit_code == 2
    assert mwaa_doctor("report", tmp_path / "none").exit_code == 2


def paths(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    return [way, *(found for key, item in inner for found in paths(item, (*way, key)))]


@settings(max_examples=80)
@given(
    way=st.sampled_from(paths(DOCUMENT)[1:]),
    value=st.sampled_from([None, -1, 2**70, "", "x", [], {}, [None], True, 1.5]),
)
def test_a_damaged_result_is_refused_or_shown_but_never_crashes(way: tuple[Any, ...], value: Any) -> None:
    damaged = copy.deepcopy(DOCUMENT)
    inner = damaged
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = value
    try:
        found = read_result(damaged)
    except NotAResult:
        return
    for name in FORMATS:
        load_renderer(name)(found, View())
