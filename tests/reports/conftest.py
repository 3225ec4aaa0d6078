"""Small projects for the reports, one of them with names and texts that try to break every format; and a browser."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mwaa_doctor.engine import Options, run
from mwaa_doctor.opening import open_project
from mwaa_doctor.outputs import FORMATS
from mwaa_doctor.registry import load_rules
from mwaa_doctor.result import Result
from mwaa_doctor.rule import Rule

from .pages import Open

RULE = "variable-read-at-parse-time"
PROJECTS = Path(__file__).parent.parent / "projects"
HOSTILE_NAMES = (
    "with, comma.py",
    "100%.py",
    "%0A::error::percent.py",
    "co:lon::error file=x::.py",
    "new\nline.py",
    "\n::error file=x,line=1::injected by a name.py",
    "return\r::warning::x.py",
    "esc\x1b[31mred.py",
    "csi\x9b2J.py",
    "nul-less\x07bell.py",
    "<x>&\"'.py",
    "bidi\u202egnp.py",
    "ünïcödé 漢字 🦆.py",
    "##[error]old.py",
    "[link](http:x).py",
)
NOT_UTF8 = b"latin-\xe9.py"
HOSTILE_KEY = "a%0A::error::\x1b[2J\x9b31m\r\n::error::injected by a message\n<b>&amp;]]>\u202e`\ud7ff{0}[x](1)\ufffe"

Write = Callable[[dict[str, str]], Path]


def dag_file(key: str = "bucket") -> str:
    """A DAG file with one finding, on line 4."""
    return (
        "from airflow import DAG\n"
        "from airflow.models import Variable\n"
        "\n"
        f"BUCKET = Variable.get({key!a})\n"
        "\n"
        'with DAG("report", schedule=None):\n'
        "    pass\n"
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files, given by path, into a folder of their own."""

    def call(files: dict[str, str]) -> Path:
        folder = tmp_path / "project"
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return folder

    return call


@pytest.fixture
def plain(write: Write) -> Path:
    """One DAG file with one finding, and a version to judge by."""
    constraint = "--constraint https://example.com/constraints-2.10.3/constraints-3.11.txt\n"
    return write({"dags/report.py": dag_file(), "requirements.txt": constraint})


@pytest.fixture
def hostile(write: Write) -> Path:
    """File names, texts and lines that try to break out of every format, and a source that cannot be read."""
    folder = write({f"dags/{name}": dag_file(HOSTILE_KEY) for name in HOSTILE_NAMES})
    (folder / "dags" / "tabs.py").write_text(
        "from airflow import DAG\nfrom airflow.models import Variable\n\n"
        'if True:\n\tBUCKET\t=\t("漢字", Variable.get("b"))\t# \x1b[31m \x07 \u202e\n'
        f'LONG = [{"1, " * 100}Variable.get("c"), {"2, " * 100}]\n'
        'with DAG("tabs", schedule=None):\n\tpass\n',
        encoding="utf-8",
    )
    (folder / "dags" / "broken\n::error::link.py").symlink_to("nowhere")
    with contextlib.suppress(OSError, UnicodeError):  # some file systems take UTF-8 names only
        (folder / "dags" / os.fsdecode(NOT_UTF8)).write_text(dag_file())
    return folder


@pytest.fixture
def crashing_rule() -> Iterator[Rule]:
    """A rule that crashes on everything, with a message that tries to break out."""
    rule = load_rules().by_name[RULE]
    check = rule.check

    def crash(*_: object, **__: object) -> object:
        raise RuntimeError("boom\n::error::injected by a crash \x1b[31m")

    object.__setattr__(rule, "check", crash)
    yield rule
    object.__setattr__(rule, "check", check)


@pytest.fixture(params=FORMATS)
def each_format(request: pytest.FixtureRequest) -> str:
    """Every format that the command offers."""
    name: str = request.param
    return name


def checked(folder: Path, **options: Any) -> Result:
    project, config = open_project((folder,), None, "2.10.3")
    return run(project, config, Options(jobs=1, use_cache=False, **options))


@pytest.fixture(scope="module")
def troubled() -> Result:
    return checked(PROJECTS / "troubled")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; tests that need it are skipped where it is not installed, but not in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        assert not os.environ.get("CI"), "CI needs Chromium: apt-get install chromium"
        pytest.skip("no Chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, as in most containers, Chromium runs without its sandbox only.
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a page from a file, as from an e-mail; afterwards, nothing else was asked for and nothing went wrong."""
    contexts, troubles, asked = [], [], []

    def call(text: str, anchor: str = "", **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(text, encoding="utf-8")
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.goto(f"{path.as_uri()}{anchor}")
        return page

    yield call
    for context in contexts:
        context.close()
    assert troubles == []
    assert set(asked) <= {(tmp_path / "report.html").as_uri(), "data:,"}
