"""The HTML report in a real browser: by keyboard, on paper, on a phone, without scripts, however long."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from mwaa_doctor.reports.html import render, render_comparison

from mwaa_doctor.result import Picture, Result, Tally
from mwaa_doctor.terminal import View

from .conftest import RULE
from .pages import Open, says, visible_findings
from .results import finding, many, result

CALM_MACHINE = 20  # how much slower than here a machine may be


def test_with_the_keyboard_alone(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"
    first = page.locator("#list summary").first
    first.focus()
    page.keyboard.press("Enter")
    assert not page.locator("#list details").first.evaluate("element => element.open")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Use dark colours").focus()
    page.keyboard.press("Space")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_paper_shows_what_is_folded(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))

    data = page.pdf()

    assert data.startswith(b"%PDF")
    assert page.evaluate(
        "[...document.querySelectorAll('#list > details, #checklist > details')].every(one => one.open)"
    )
    assert page.locator("#list .finding").count() == len(troubled.findings)


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_wider_than_the_screen(width: int, show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()), viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_verdict_and_the_first_findings_are_there(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()), java_script_enabled=False)

    assert page.locator("h1").is_visible()
    assert page.locator("#list .finding").count() == 20
    assert page.locator("#filters").is_hidden()
    assert page.locator("noscript p").is_visible()
    assert page.locator("#checklist .family").count() > 5


def violations(page: Any) -> list[tuple[str, str]]:
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(row["id"], row["nodes"][0]["html"][:200]) for row in found["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["troubled", "incomplete", "healthy", "comparison"])
def test_axe_finds_no_violation(theme: str, kind: str, show: Open, troubled: Result) -> None:
    healthy = result(outcomes={RULE: Tally(passed=3)})
    text = {
        "troubled": lambda: render(troubled, View()),
        "incomplete": lambda: render(
            result(finding("x", 1), outcomes={RULE: Tally(crashes=["x\nKeyError"])}, pictures=[Picture("a", "b", "c")]),
            View(),
        ),
        "healthy": lambda: render(healthy, View()),
        "comparison": lambda: render_comparison([("one", troubled), ("two", healthy)]),
    }[kind]()

    page = show(text, color_scheme=theme, viewport={"width": 400 if kind == "healthy" else 1280, "height": 900})

    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme
    if kind == "troubled":
        page.locator(".family summary").first.click()
        page.locator(".rule summary").first.click()
    assert violations(page) == []


def test_ten_thousand_findings_are_no_burden(show: Open) -> None:
    found = many(10_000)
    text = render(found, View())
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert len(json.loads(data[1])["findings"]) == 10_000
    assert len(text) - len(data[1]) < 1_000_000

    page = show(text)

    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert paint < 100 * CALM_MACHINE
    assert page.evaluate("document.querySelectorAll('*').length") < 15_000
    assert page.locator("#shown").inner_text().startswith("10,000 of 10,000 findings")
    seconds = page.evaluate(
        """() => { const begin = performance.now();
        const box = document.getElementById('search'); box.value = 'bucket_77 pipeline_2';
        document.getElementById('grouping').dispatchEvent(new Event('change', {bubbles: true}));
        return (performance.now() - begin) / 1000; }"""
    )
    assert seconds < 0.1 * CALM_MACHINE
    assert 0 < visible_findings(page) < 200
    page.get_by_role("button", name="Clear").click()
    says(page, "10,000 of")
    page.get_by_role("combobox", name="Group by").select_option("path")
    assert page.locator("#list .group").count() == 60
    page.get_by_role("button", name="Show 60 more of 440").click()
    assert page.locator("#list .group").count() == 120
