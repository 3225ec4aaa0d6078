"""Every format on names and texts that try to break out of it, and on planted credentials."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mwaa_doctor.reports import load_renderer

from mwaa_doctor.engine import Options, run
from mwaa_doctor.opening import open_project
from mwaa_doctor.outputs import FORMATS
from mwaa_doctor.result import Result, Tally
from mwaa_doctor.rule import Place, Severity
from mwaa_doctor.terminal import View

from .conftest import HOSTILE_NAMES, PROJECTS, RULE, dag_file
from .results import SARIF_SCHEMA, SCHEMA, finding, result, validate
from .test_html import assert_html

MARKDOWN_TAGS = {
    "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "ul", "li", "details", "summary",
    "blockquote", "br",
}  # fmt: skip
GITLAB_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)*)::([^\r\n]*)")


def commands(stdout: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands as the runner reads them; every line must be one."""
    found = []
    for line in stdout.splitlines():
        match = COMMAND.fullmatch(line)
        assert match is not None, line
        rows = dict(part.split("=", 1) for part in match[2].split(","))
        found.append((match[1], {name: decoded(value) for name, value in rows.items()}, decoded(match[3])))
    return found


def decoded(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def assert_fit_for_a_terminal(text: str) -> None:
    unfit = {char for char in text if char != "\n" and not char.isprintable() and char != "\u3000"}
    assert not unfit


def assert_well_formed(name: str, text: str, found: Result) -> None:
    """What holds for a format whatever was checked."""
    assert text == "" or text.endswith("\n")
    text.encode("utf-8")
    assert_fit_for_a_terminal(text)
    if name == "json":
        document = json.loads(text)
        validate(document, SCHEMA)
        assert [row["path"] for row in document["findings"]] == [row.place.path for row in found.findings]
    elif name == "sarif":
        validate(json.loads(text), SARIF_SCHEMA)
    elif name == "junit":
        assert_junit(text)
    elif name == "html":
        assert_html(text)
    elif name == "gitlab":
        assert_gitlab(text, found)
    elif name == "markdown":
        assert_markdown(text)
    elif name == "github":
        assert len(commands(text)) >= len(found.findings)
    elif name == "concise":
        assert len(text.splitlines()) == len(found.findings) + len(found.not_checked)


def assert_gitlab(text: str, found: Result) -> None:
    rows = json.loads(text)
    validate(rows, GITLAB_SCHEMA)
    assert [row["check_name"] for row in rows] == [row.rule for row in found.findings]


def assert_markdown(text: str) -> None:
    """Nothing of the texts becomes markup: as HTML, the page has the elements that the report makes and no other."""
    assert len(text) < 65_536
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    parser.linkify.set({"fuzzy_link": False})  # GitHub and GitLab take `name.py` for no address
    page = parser.render(text)
    page = page.replace("<!-- -->", "")
    tags = set(re.findall(r"<(/?[^>]*)>", page))
    assert {tag.strip("/ ") for tag in tags} <= MARKDOWN_TAGS, tags
    assert "<!--" not in page


# -- hostile names and texts -------------------------------------------------------------------------------------------


def check_project(folder: Path, **options: Any) -> Result:
    project, config = open_project((folder,), None, "2.10.3")
    return run(project, config, Options(jobs=1, use_cache=False, **options))


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_project(name: str, hostile: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    found = check_project(hostile)

    stdout = mwaa_doctor("check", "--format", name, "--airflow-version", "2.10.3", "--jobs", "1", "--no-cache").stdout

    assert_well_formed(name, stdout, found)
    assert stdout == load_renderer(name)(found, View())
    reported = {row.place.path for row in found.findings if row.rule == RULE}
    assert {f"dags/{path}" for path in HOSTILE_NAMES} <= reported
    if name == "sarif":
        rows = json.loads(stdout)["runs"][0]["results"]
        places = [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in rows]
        assert all(re.fullmatch(r"[\w.~/%-]+", place) for place in places)
        assert {os.fsdecode(unquote_to_bytes(place)) for place in places} == {row.place.path for row in found.findings}
    if name == "github":
        files = {rows["file"] for _, rows, _ in commands(stdout) if "file" in rows}
        assert {"dags/with, comma.py", "dags/100%.py", "dags/co:lon::error file=x::.py", "dags/new\nline.py"} <= files
        assert not [line for line in stdout.splitlines() if line.startswith("::error") and "injected" in line[:10]]


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_crash(name: str, plain: Path, mwaa_doctor, crashing_rule) -> None:
    stdout = mwaa_doctor("check", plain, "--format", name, "--jobs", "1", "--no-cache").stdout

    found = check_project(plain)
    assert found.crashes
    assert_well_formed(name, stdout, found)
    if name not in ("concise", "gitlab"):
        assert crashing_rule.name in stdout


texts = st.text(st.characters(codec=None), max_size=60) | st.text(
    "\n\r:,%<>&]\x1b\x9b`[]{}(\"'\\ a0\u202e\ud800", max_size=60
)


@settings(max_examples=40)
@given(
    message=texts, evidence=st.lists(texts, max_size=2), path=texts.filter(bool), line=texts, where=st.integers(0, 80)
)
def test_any_text_in_a_result(message: str, evidence: list[str], path: str, line: str, where: int) -> None:
    place = Place(path, where and 3, where, where and 4, where)
    row = finding(
        line,
        1,
        message=message or "x",
        evidence=tuple(evidence),
        place=place,
        excerpt=(line,),
        also=(place,),
        resource=message,
        fingerprint="0" * 32,
        rule=RULE,
    )
    tally = Tally(not_checked={message or "x": (2, [path])}, crashes=[f"{path}\n{message}\n{line}"])
    found = result(row, outcomes={RULE: tally}, notes=[message], knowledge_date="2030-01-31")
    found.target = {
        **dict.fromkeys(("airflow_version", "airflow_version_source", "python", "release", "environment_class")),
        "webserver_access_mode": None,
    }

    for name in FORMATS:
        for quiet in (False, True)[: 1 if name in ("html", "json") else 2]:
            text = load_renderer(name)(found, View(quiet=quiet, statistics=name == "text"))
            if not (name == "concise" and quiet):
                assert_well_formed(name, text, found)


@settings(max_examples=25)
@given(
    key=st.text(max_size=40).filter(lambda text: "\0" not in text),
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20),
)
def test_any_file(key: str, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "dags").mkdir()
    (folder / "dags" / f"x{name}.py").write_text(dag_file(key))
    found = check_project(folder, select=(RULE,))
    assert len(found.findings) == 1

    for format_name in FORMATS:
        assert_well_formed(format_name, load_renderer(format_name)(found, View()), found)


# -- credentials -------------------------------------------------------------------------------------------------------

PASSWORD = "Tr0ub4dor&3-horse"
KEY_ID = "AKIA" + "QWERTYUIOPASDFGH"
TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2
URL_PASSWORD = "n0t-f0r-y0u"
URL = f"postgresql://u:{URL_PASSWORD}@host/d"
SECRETS = (PASSWORD, KEY_ID, TOKEN, URL_PASSWORD)


@pytest.fixture
def leaky(write) -> Path:
    return write(
        {
            "dags/a.py": "from airflow import DAG\nfrom airflow.models import Variable\n"
            f'X = Variable.get("{KEY_ID}", default_var=dict(password="{PASSWORD}", url="{URL}"))\n'
            f'Y = Variable.get("{URL}")\n'
            f'with DAG("{TOKEN}", default_args={{"password": "{PASSWORD}", "queue": "{KEY_ID}"}}) as dag:\n'
            f'    Z = Variable.get("{TOKEN}")  # {KEY_ID}\n'
            f'    A = Variable.get("a")  # mwaa-doctor: ignore[{RULE}] not {KEY_ID} nor {URL}\n',
            "dags/broken.py": f'from airflow import DAG\npassword = "{PASSWORD}"\ndef (: "{TOKEN}" {KEY_ID}\n',
            "startup.sh": f"#!/bin/sh\nexport DB_PASSWORD={PASSWORD}\nexport AWS_ACCESS_KEY_ID={KEY_ID}\n"
            f"pip install --index-url https://u:{URL_PASSWORD}@example.com/simple x\n",
            "requirements.txt": "--constraint https://example.com/constraints-2.10.3/constraints-3.11.txt\n"
            f"--extra-index-url https://user:{URL_PASSWORD}@example.com/simple\nx @ https://{TOKEN}@example.com/x.zip\n",
        }
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("options", [(), ("--statistics", "--quiet")])
def test_no_format_shows_a_credential(name: str, options: tuple[str, ...], leaky: Path, mwaa_doctor) -> None:
    ran = mwaa_doctor("check", leaky, "--format", name, "--jobs", "1", *options)

    assert ran.exit_code == 1
    for secret in SECRETS:
        assert secret not in ran.stdout
        assert secret not in ran.stderr


# -- JUnit -------------------------------------------------------------------------------------------------------------

JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"properties", "testcase", "system-out"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time"}, {"failure", "error", "skipped", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}


def assert_junit(text: str) -> ElementTree.Element:
    """The shape that the readers of JUnit files share, and counts that are right."""
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        assert set(element.attrib) == attributes
        assert {child.tag for child in element} <= children
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == len(suite.findall(f"testcase/{tag}"))
        places = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
        assert len(places) == len(set(places)) or suite.attrib["name"] == "sources"
    return root


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


# -- start-up ----------------------------------------------------------------------------------------------------------


def test_renderers_are_light_to_import() -> None:
    heavy = {"rich", "jinja2", "yaml", "xml.etree.ElementTree", "libcst", "networkx", "importlib.metadata", "http"}
    script = (
        "import sys, mwaa_doctor.checking\nfrom mwaa_doctor.reports import load_renderer\nbefore = set(sys.modules)\n"
        f"for name in {FORMATS!r}: load_renderer(name)\nprint(*(set(sys.modules) - before), sep='\\n')"
    )

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert not heavy & set(ran.stdout.split())
