"""The HTML report in a real browser: what it cannot be made to do."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from mwaa_doctor.reports.html import render

from mwaa_doctor.result import Picture, Repair, ReportedFinding, Tally
from mwaa_doctor.rule import Arrow, Graph, Place
from mwaa_doctor.terminal import View

from .conftest import HOSTILE_NAMES, RULE, checked
from .pages import Open, says
from .results import finding, result

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "<!--<script>",
    "--></script><img src=x onerror=pwned=1>",
    '"><svg onload=window.pwned=1>',
    "' onfocus='window.pwned=1' autofocus='",
    "<iframe src='javascript:parent.pwned=1'></iframe>",
    "<template><script>window.pwned=1</script></template>",
    "{{ 7 * 7 }}{% for x in y %}${7*7}",
    "</textarea></pre></details></style><style>*{display:none}</style>",
    "javascript:window.pwned=1",
    "]]><x:script xmlns:x='http://www.w3.org/1999/xhtml'>window.pwned=1</x:script>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "\u2028window.pwned=1\u2029",
    "`<b onmouseover=pwned=1>code</b>`",
    "__proto__",
    "constructor",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    "<link rel=stylesheet href=https://example.com/x.css>",
    "<base href=https://example.com/><form action=https://example.com><button>",
)


def hostile_row(text: str, number: int) -> ReportedFinding:
    return finding(
        text,
        1,
        3,
        rule=RULE,
        message=f"{text} is wrong",
        place=Place(f"dags/{text}", 3, 1, 3, 4),
        resource=text,
        evidence=(text,),
        fix=Repair(f"{text}\n{text}"),
        also=(Place(text, 1),),
        excerpt=(text,),
        fingerprint=f"{number:032x}",
        graph=Graph(text, (text, "b"), (Arrow(0, 1, text, True),)),
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_texts_of_strangers_stay_texts(scripts: bool, show: Open) -> None:
    rows = [hostile_row(text, number) for number, text in enumerate(HOSTILE)]
    found = result(
        *rows,
        outcomes={RULE: Tally(not_checked={text: (1, [text]) for text in HOSTILE}, crashes=list(HOSTILE))},
        notes=list(HOSTILE),
        project=HOSTILE[1],
        pictures=[Picture(text, text, text, text) for text in HOSTILE],
    )
    found.target["airflow_version_source"] = HOSTILE[0]
    found.environments = [{**dict.fromkeys(("airflow_version", "airflow_version_source", "python", "release")),
        "environment_class": text, "webserver_access_mode": None, "name": text, "resource": text, "source": "json",
        "path": text, "line": 1, "details": [{"name": text, "value": text}]} for text in HOSTILE]  # fmt: skip

    page = show(render(found, View()), java_script_enabled=scripts)

    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, object, embed, base, form:not(#filters), meta[http-equiv=refresh]").count() == 0
    assert page.locator("h1").is_visible()
    titles = page.locator("#list h4").all_inner_texts()
    assert len(titles) == len(HOSTILE)
    for text in HOSTILE[:8]:
        assert f"{text} is wrong" in titles
    if scripts:
        page.get_by_role("searchbox").fill(HOSTILE[0])
        says(page, "3 of")
    assert page.evaluate("window.pwned") is None


def test_a_hostile_project_stays_text(hostile: Path, show: Open) -> None:
    page = show(render(checked(hostile), View()))

    page.get_by_role("combobox", name="Group by").select_option("path")
    shown = set(page.locator(".group-title").all_inner_texts())
    assert {f"dags/{name}" for name in HOSTILE_NAMES if name.isprintable()} <= shown
    assert page.locator("script").count() == 2


def test_hostile_addresses_lead_nowhere(show: Open) -> None:
    page = show(render(result(finding("x", 1, fingerprint="a" * 32)), View()), "#finding-<img src=x onerror=pwned=1>")

    page.evaluate("location.hash = '#%E0%A4%A'")
    page.evaluate("location.hash = '#__proto__'")
    page.wait_for_timeout(50)
    assert page.evaluate("window.pwned") is None


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_the_page_may_not_call_out(chromium: Any, listener: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = listener
    (tmp_path / "a.html").write_text(render(result(), View()))
    (tmp_path / "free.html").write_text("<!doctype html><h1>x</h1>")
    page = chromium.new_page()
    call = """async address => {
        const refused = await fetch(address + '/fetched').then(() => false, () => true);
        const image = new Image(); image.src = address + '/image';
        await new Promise(done => { image.onerror = image.onload = done; });
        return refused; }"""

    page.goto((tmp_path / "free.html").as_uri())
    assert not page.evaluate(call, address)
    assert asked == ["/fetched", "/image"]
    page.goto((tmp_path / "a.html").as_uri())
    assert page.evaluate(call, address)
    assert asked == ["/fetched", "/image"]

    page.evaluate(
        "document.body.insertAdjacentHTML("
        "'beforeend', '<b onclick=window.pwned=1 id=x>x</b><style>h1{display:none}</style>')"
    )
    page.locator("#x").click()
    assert page.evaluate("window.pwned") is None
    assert page.locator("h1").is_visible()
    page.close()
