"""The JSON and SARIF reports against their schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mwaa_doctor.reports import load_renderer, sarif

from mwaa_doctor.registry import load_rules
from mwaa_doctor.terminal import View

from .conftest import PROJECTS, RULE, dag_file
from .results import SARIF_SCHEMA, SCHEMA, validate, with_everything


def sarif_run(stdout: str) -> Any:
    document = json.loads(stdout)
    validate(document, SARIF_SCHEMA)
    return document["runs"][0]


@pytest.fixture(params=["troubled", "healthy", "hostile", "plain"])
def project(request: pytest.FixtureRequest) -> Path:
    if (PROJECTS / request.param).is_dir():
        return PROJECTS / request.param
    found: Path = request.getfixturevalue(request.param)
    return found


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_schema_of_the_json_report_is_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    for node in objects(SCHEMA):
        assert node["additionalProperties"] is False
        assert sorted(node["required"]) == sorted(node["properties"])


def test_json_report_is_valid(project: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", project, "--format", "json", "--jobs", "1")

    validate(json.loads(run.stdout), SCHEMA)


def test_json_report_of_a_crash_is_valid(plain: Path, mwaa_doctor, crashing_rule) -> None:
    run = mwaa_doctor("check", plain, "--format", "json", "--jobs", "1")

    document = json.loads(run.stdout)
    validate(document, SCHEMA)
    assert {crash["rule"] for crash in document["crashes"]} == {crashing_rule.name}
    assert document["complete"] is False
    assert run.exit_code == 3


def test_json_report_says_what_failing_means(plain: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", plain, "--format", "json", "--fail-on", "error", "--select", RULE)

    document = json.loads(run.stdout)
    assert document["fail_on"] == "error"
    assert document["complete"] is True
    assert run.exit_code == 0


def test_json_report_has_no_raw_control_characters(hostile: Path, mwaa_doctor) -> None:
    run = mwaa_doctor("check", hostile, "--format", "json", "--jobs", "1")

    assert all(char == "\n" or char.isprintable() for char in run.stdout)


# -- SARIF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", [(), ("--quiet",)])
def test_sarif_report_is_valid(project: Path, mwaa_doctor, option: tuple[str, ...]) -> None:
    stdout = mwaa_doctor("check", project, "--format", "sarif", "--jobs", "1", *option).stdout

    run = sarif_run(stdout)
    expected = json.loads(mwaa_doctor("check", project, "--format", "json", "--jobs", "1").stdout)
    if option:
        assert len(run["results"]) == len(expected["findings"])
    else:
        assert len(run["results"]) == len(expected["findings"]) + len(expected["suppressed"])
    rules = run["tool"]["driver"]["rules"]
    for row in run["results"]:
        assert rules[row["ruleIndex"]]["id"] == row["ruleId"]
    for rule in rules:
        assert len(rule["properties"]["tags"]) <= sarif.MOST_TAGS
        assert rule["helpUri"].startswith("https://")
        assert "**Fix.**" in rule["help"]["markdown"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is expected["complete"]


def test_sarif_places(plain: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plain.parent)

    run = sarif_run(mwaa_doctor("check", "project", "--format", "sarif", "--select", RULE).stdout)

    (row,) = run["results"]
    assert row["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "project/dags/report.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 10, "endColumn": 32},
            }
        }
    ]
    assert row["level"] == "warning"
    assert row["message"]["text"].startswith("Variable `bucket` is read at every parse")


def test_sarif_paths_stay_relative_outside_the_current_folder(
    plain: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "one" / "two" / "three"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)

    stdout = mwaa_doctor("check", plain, "--format", "sarif", "--select", RULE).stdout

    (row,) = sarif_run(stdout)["results"]
    assert row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "dags/report.py"
    assert str(plain) not in stdout


def test_sarif_suppressions_say_where_and_why(write, mwaa_doctor) -> None:
    lines = dag_file().splitlines()
    lines[3] += f"  # mwaa-doctor: ignore[{RULE}] it is read once"
    folder = write({"dags/a.py": "\n".join(lines), "dags/b.py": dag_file()})
    command = ("check", folder, "--format", "sarif", "--select", RULE)
    folder.joinpath("mwaa-doctor.toml").write_text(
        f'[[suppressions]]\nrule = "{RULE}"\ntarget = "dags/b.py"\nreason = "goes next week"\n'
    )

    run = sarif_run(mwaa_doctor(*command).stdout)

    assert [row["suppressions"] for row in run["results"]] == [
        [{"kind": "inSource", "status": "accepted", "justification": "it is read once"}],
        [{"kind": "external", "status": "accepted", "justification": "goes next week"}],
    ]
    assert sarif_run(mwaa_doctor(*command, "--quiet").stdout)["results"] == []


def test_sarif_tells_of_troubles(plain: Path, mwaa_doctor, crashing_rule) -> None:
    (plain / "dags" / "broken.py").symlink_to("nowhere")

    run = sarif_run(mwaa_doctor("check", plain, "--format", "sarif", "--jobs", "1").stdout)

    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    kinds = {row["descriptor"]["id"]: row for row in invocation["toolExecutionNotifications"]}
    assert kinds["problem"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("dags/broken.py")
    assert kinds["crash"]["associatedRule"]["id"] == crashing_rule.name
    assert kinds["crash"]["level"] == "error"


def test_sarif_with_everything_is_valid() -> None:
    run = sarif_run(load_renderer("sarif")(with_everything(2), View()))

    row = run["results"][0]
    assert len(row["relatedLocations"]) == sarif.MOST_PLACES
    assert "region" not in row["relatedLocations"][0]["physicalLocation"]
    assert row["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 5,
        "endLine": 2,
        "endColumn": 3,
    }
    assert row["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 11},
            "insertedContent": {"text": "[]"},
        }
    ]
    assert row["message"]["text"] == "something is wrong.\nsee \\[here](1)"
    validate(json.loads(load_renderer("json")(with_everything(2), View())), SCHEMA)


def test_sarif_holds_no_more_than_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)

    run = sarif_run(load_renderer("sarif")(with_everything(5), View()))

    assert [row["level"] for row in run["results"]] == ["error", "note", "note"]
    texts = [row["message"]["text"] for row in run["invocations"][0]["toolExecutionNotifications"]]
    assert "2 results were left out." in texts


def test_sarif_knows_each_rule_that_ran(plain: Path, mwaa_doctor) -> None:
    run = sarif_run(mwaa_doctor("check", plain, "--format", "sarif").stdout)

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(load_rules().names)
