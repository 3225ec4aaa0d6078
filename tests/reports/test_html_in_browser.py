"""The HTML report in a real browser: what it does."""

from __future__ import annotations

import pytest
from mwaa_doctor.reports.html import render

from mwaa_doctor.registry import load_rules
from mwaa_doctor.result import Picture, Repair, Result
from mwaa_doctor.rule import Severity
from mwaa_doctor.terminal import View

from .conftest import RULE
from .pages import Open, says
from .results import finding, many, result


def test_the_first_look(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))

    errors = troubled.count(Severity.ERROR)
    assert page.locator("h1").inner_text().startswith(f"{errors} errors break the environment or its tasks")
    assert page.locator(".steps li").count() == 3
    assert "2.10.3" in page.locator("section:has(> #environment-title)").inner_text()
    assert page.locator("#list .group").count() == len({(row.rule, row.severity) for row in troubled.findings})
    page.locator(".steps a").first.click()
    assert page.locator(".finding.target").count() == 1


def test_filters(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))
    said = page.locator("#shown")
    total = len(troubled.findings)
    assert said.inner_text().startswith(f"{total} of {total} findings")

    page.get_by_role("checkbox", name="warning").uncheck()
    page.get_by_role("checkbox", name="info").uncheck()
    assert said.inner_text().startswith(f"{troubled.count(Severity.ERROR)} of {total} findings")
    page.get_by_role("button", name="Clear").click()
    says(page, f"{total} of")

    page.get_by_role("searchbox").fill("HIGH_memory queue")
    says(page, "1 of")
    assert page.locator(".finding h4").inner_text() == "queue high_memory does not exist on MWAA"
    page.get_by_role("searchbox").fill("there is no such thing")
    says(page, "No finding")
    page.get_by_role("button", name="Clear").click()

    page.get_by_role("combobox", name="Group by").select_option("path")
    paths = {row.place.path for row in troubled.findings}
    assert said.inner_text().endswith(f"{len(paths)} files")
    assert page.locator(".group-title").first.inner_text() in paths


def test_families_are_told_apart(show: Open) -> None:
    other = next(rule for rule in load_rules().rules if rule.family != load_rules().by_name[RULE].family)
    rows = [finding("x", 1, rule=name, fingerprint=name[0] * 32) for name in (RULE, other.name)]
    page = show(render(result(*rows), View()))

    page.get_by_role("combobox", name="Family").select_option(other.family)

    says(page, "1 of 2 findings")
    assert page.locator(".rule-links").inner_text().startswith(other.name)


def test_ignored_findings_are_shown_on_request(show: Open) -> None:
    row = finding("x", 1, message="an ignored thing", suppressed="ignored by a comment: INFRA-1", fingerprint="a" * 32)
    page = show(render(result(finding("x", 1, fingerprint="b" * 32), suppressed=[row]), View()))
    assert page.get_by_text("an ignored thing").count() == 0

    page.get_by_role("checkbox", name="ignored").check()

    assert page.get_by_text("an ignored thing").is_visible()
    assert page.get_by_text("ignored by a comment: INFRA-1").is_visible()


@pytest.mark.parametrize(
    ("description", "copied"),
    [
        ("Set `max_active_tasks=5`.", "max_active_tasks=5"),
        ("Use `a` or `b`.", "Use a or b."),
        (
            'Add this statement:\n{\n  "Effect": "Allow",\n  "Action": "s3:GetObject*"\n}',
            '{\n  "Effect": "Allow",\n  "Action": "s3:GetObject*"\n}',
        ),
    ],
)
def test_the_repair_is_copied(description: str, copied: str, show: Open) -> None:
    page = show(render(result(finding("x", 1, fix=Repair(description), fingerprint="a" * 32)), View()))

    page.get_by_role("button", name="Copy the repair").click()

    page.locator(".copy", has_text="Copied").wait_for()
    page.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('textarea'), {id: 'pasted'}))"
    )
    page.locator("#pasted").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#pasted").input_value() == copied


def test_a_link_leads_to_its_finding_even_if_it_is_far_down_or_filtered_out(show: Open) -> None:
    found = many(3000)
    last, other = found.findings[2960], found.findings[10]
    page = show(render(found, View()), f"#finding-{last.fingerprint}")

    target = page.locator(f"#finding-{last.fingerprint}")
    assert target.is_visible()
    assert target.evaluate("element => element === document.activeElement")
    assert 0 <= target.bounding_box()["y"] < 900

    page.get_by_role("searchbox").fill("bucket_2960")
    says(page, "1 of")
    page.evaluate("hash => { location.hash = hash }", f"#finding-{other.fingerprint}")
    page.locator(f"#finding-{other.fingerprint}.target").wait_for()
    assert page.get_by_role("searchbox").input_value() == ""


def test_a_link_to_a_rule_opens_its_page(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))

    page.locator("#list .rule-links a", has_text="task-queue-set").first.click()

    opened = page.locator("#rule-task-queue-set")
    assert opened.evaluate("element => element.open")
    assert 'queue="high"' in opened.inner_text()


def test_the_checklist_shows_one_status(show: Open, troubled: Result) -> None:
    page = show(render(troubled, View()))

    page.locator(".statuses button", has_text="failed").click()

    assert set(page.locator(".checks > li:visible .status").all_inner_texts()) == {"failed"}
    page.locator(".statuses button", has_text="failed").click()
    assert page.locator(".family:visible").count() == page.locator(".family").count()


def test_a_circle_of_tasks_is_drawn(show: Open, troubled: Result) -> None:
    (row,) = [row for row in troubled.findings if row.rule == "dependency-cycle"]
    page = show(render(troubled, View()), f"#finding-{row.fingerprint}")

    drawing = page.locator(f"#finding-{row.fingerprint} svg")
    assert drawing.locator(".box.marked text").evaluate_all("rows => rows.map(row => row.textContent)") == [
        "collect",
        "learn",
    ]
    assert drawing.locator(".arrow.marked").count() == 2
    assert drawing.bounding_box()["height"] > 30


def test_a_picture_of_the_result_is_shown(show: Open) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">subnet-1</text></svg>'
    found = result(pictures=[Picture("network", "The network", svg), Picture("network", "Bad", "<svg onload='x'/>")])

    page = show(render(found, View()))

    assert page.locator(".picture svg text").evaluate("element => element.textContent") == "subnet-1"
    assert "not shown" in page.locator(".picture").nth(1).inner_text()


SHAPE = """rows => rows.map(row => {
    for (const one of row.querySelectorAll('.copy')) one.remove();
    return row.innerHTML.replace(/>\\s+/g, '>').replace(/\\s+</g, '<');
})"""


def test_the_page_and_its_script_write_findings_alike(show: Open, troubled: Result) -> None:
    text = render(troubled, View())

    written = show(text, java_script_enabled=False).locator("#list .finding").evaluate_all(SHAPE)
    made = show(text).locator("#list .finding").evaluate_all(SHAPE)

    assert len(written) == 20
    assert made[:20] == written
