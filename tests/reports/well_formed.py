"""What holds for each format whatever was checked, as its readers see it."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from mwaa_doctor.result import Result

from .results import SARIF_SCHEMA, SCHEMA, validate
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
