"""The HTML report as a file: nothing in it runs but its own script, and it holds what it should."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwaa_doctor.reports import load_renderer
from mwaa_doctor.reports.drawing import draw
from mwaa_doctor.reports.html import embedded
from mwaa_doctor.reports.svg import NoDrawing, drawing_of

from mwaa_doctor.rule import Arrow, Graph
from mwaa_doctor.terminal import View

from .conftest import PROJECTS
from .results import with_everything

VOID = {"meta", "link", "input", "br"}


class Elements(HTMLParser):
    """The elements of a page with their attributes; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_html(text: str) -> None:
    """What holds for the page whatever was checked."""
    elements = Elements(text).found
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on") or name == "style"]
    assert [attributes.get("type") for tag, attributes in elements if tag == "script"] == ["application/json", None]
    assert {tag for tag, _ in elements} & {
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "foreignobject",
        "image",
    } == set()
    for tag, attributes in elements:
        address = attributes.get("href") or attributes.get("src") or "#"
        assert address.startswith(("#", "https://")) or (tag == "link" and address == "data:,")
    assert len(ids) >= 5
    json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]


def test_only_its_own_script_and_style_may_run(mwaa_doctor) -> None:
    text = mwaa_doctor("check", PROJECTS / "troubled", "--format", "html").stdout

    assert_html(text)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    for kind in ("script", "style"):
        (inside,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_it_tells_of_every_requirement_and_links_the_guide(mwaa_doctor, tmp_path: Path) -> None:
    mwaa_doctor("check", PROJECTS / "troubled", "--format", "json", "-o", tmp_path / "a.json")
    document = json.loads((tmp_path / "a.json").read_text())

    text = mwaa_doctor("report", tmp_path / "a.json").stdout

    assert text.count('class="status"') == len(document["checklist"]) > 400
    statuses = {row["key"]: row["status"] for row in document["checklist"]}
    assert statuses["task-queue-argument"] == "failed"
    assert {"passed", "failed", "not_checked"} <= set(statuses.values())
    assert all(row["reason"] for row in document["checklist"] if row["status"] == "not_checked")
    links = {attributes.get("href") for tag, attributes in Elements(text).found if tag == "a"}
    assert {row["source_url"] for row in document["checklist"] if row["source_url"]} <= links
    assert all(f'id="rule-{row["name"]}"' in text for row in document["rules"])


def test_each_environment_has_a_card_with_its_network(mwaa_doctor, tmp_path: Path) -> None:
    mwaa_doctor("check", PROJECTS / "templates", "--format", "json", "-o", tmp_path / "a.json")
    rows = {row["name"]: row["details"] for row in json.loads((tmp_path / "a.json").read_text())["environments"]}

    assert {"name": "Network", "value": "private routing"} in rows["closed-platform"]
    assert {"name": "Network", "value": "public routing"} in rows["routed-platform"]
    text = mwaa_doctor("report", tmp_path / "a.json").stdout
    assert all(f"<h3>{name}</h3>" in text for name in rows)
    assert "<dd>private routing</dd>" in text


def test_a_small_report_is_small(mwaa_doctor) -> None:
    assert len(mwaa_doctor("check", PROJECTS / "healthy", "--format", "html").stdout) < 500_000


def test_a_comparison_shows_what_differs(mwaa_doctor, tmp_path: Path) -> None:
    for name in ("troubled", "healthy"):
        mwaa_doctor("check", PROJECTS / name, "--format", "json", "-o", tmp_path / f"{name}.json")

    run = mwaa_doctor("report", tmp_path / "troubled.json", tmp_path / "healthy.json")

    assert run.exit_code == 0
    assert_html(run.stdout)
    assert "2 results side by side" in run.stdout
    assert ">troubled</th>" in run.stdout
    assert "dependency-cycle" in run.stdout
    refused = mwaa_doctor("report", tmp_path / "troubled.json", tmp_path / "healthy.json", "--format", "sarif")
    assert refused.exit_code == 2
    assert "several results are compared with --format html only" in refused.stderr


def test_an_address_of_a_saved_result_is_a_link_only_if_it_is_one(tmp_path: Path, mwaa_doctor) -> None:
    document = json.loads(load_renderer("json")(with_everything(1), View()))
    for row in (*document["rules"], *document["checklist"]):
        row["source" if "source" in row else "source_url"] = "javascript:alert(1)"
    (tmp_path / "a.json").write_text(json.dumps(document))

    text = mwaa_doctor("report", tmp_path / "a.json").stdout

    assert_html(text)


# -- what is put into it -----------------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(
    st.recursive(
        st.text() | st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=25,
    )
)
def test_embedded_data_is_the_same_and_ends_nothing(data: Any) -> None:
    text = embedded(data)

    assert json.loads(text) == data
    assert not set(text) & {"<", ">", "&", "\u2028", "\u2029"}


@settings(max_examples=100)
@given(
    nodes=st.lists(st.text(max_size=40), min_size=1, max_size=12),
    ends=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.booleans()), max_size=25),
)
def test_any_graph_is_drawn_within_its_frame(nodes: list[str], ends: list[tuple[int, int, bool]]) -> None:
    arrows = [Arrow(start % len(nodes), end % len(nodes), "line 1", marked) for start, end, marked in ends]

    drawing = draw(Graph("a graph", tuple(nodes), tuple(arrows)))

    assert drawing is not None
    assert len(drawing.boxes) == len(nodes)
    assert len(drawing.lines) == len(arrows)
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert 0 <= box.y <= box.y + drawing.box_height <= drawing.height
    spots = {(box.x, box.y) for box in drawing.boxes}
    assert len(spots) == len(nodes)
    for line in drawing.lines:
        assert all(float(number) >= -1 for number in re.findall(r"-?\d+", line.path))


def test_a_graph_that_nobody_could_read_is_not_drawn() -> None:
    assert draw(None) is None
    assert draw(Graph("", (), ())) is None
    assert draw(Graph("", ("x",) * 61, ())) is None


PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><rect fill="url(#a)"/>'
    "<text>x &lt; y</text></g></svg>"
)


def test_a_drawing_of_shapes_and_texts_is_let_in() -> None:
    text = drawing_of(PLAIN, "p-")

    assert 'id="p-a"' in text
    assert "url(#p-a)" in text
    assert "x &lt; y" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>@import url(https://example.com)</style>",
        "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>",
        "<image href='https://example.com/x.png'/>",
        "<use href='https://example.com/x.svg#a'/>",
        "<a href='javascript:alert(1)'><text>x</text></a>",
        "<rect onload='alert(1)'/>",
        "<rect style='fill: red'/>",
        "<rect fill='url(https://example.com/#a)'/>",
        "<rect fill='URL( //example.com)'/>",
        "<animate attributeName='x' to='1'/>",
        "<set attributeName='onmouseover' to='alert(1)'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>",
        "<?xml-stylesheet href='x.css'?>",
        "<![CDATA[x]]>",
        "<g>",
    ],
)
def test_a_drawing_that_does_more_is_refused(hostile: str) -> None:
    with pytest.raises(NoDrawing):
        drawing_of(f'<svg xmlns="http://www.w3.org/2000/svg">{hostile}</svg>', "p-")


@pytest.mark.parametrize(
    "text", ["", "<p/>", "<svg/>", "<" * 3_000_000, '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "\x00"]
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(NoDrawing):
        drawing_of(text, "p-")
