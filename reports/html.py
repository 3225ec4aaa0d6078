"""One self-contained page for people: no network, no fonts, nothing that runs but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mwaa_doctor.result import Result

from .characters import json_escaped, visible, visible_lines
from .comparison import Comparison
from .page import STATUS_WORDS, Page
from .sentences import counted, crashes, extent, trouble

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_CODE = re.compile(r"`([^`]+)`")


def render(result: Result, view: Any) -> str:  # noqa: ARG001  # every renderer is called alike
    """The report of one result."""
    page = Page(result)
    return _filled("report.html", page=page, result=result, data=page.data())


def render_comparison(results: Sequence[tuple[str, Result]]) -> str:
    """A page that lays several results, each with its name, side by side."""
    return _filled("comparison.html", comparison=Comparison(results), data={})


def _filled(template: str, **values: Any) -> str:
    from markupsafe import Markup

    style, script = _text("report.css"), _text("report.js")
    page = _environment().get_template(template)
    values["data"] = Markup(embedded(values["data"]))  # noqa: S704  # escaped for its place
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704  # files of this package
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    text: str = page.render(**values, **own, policy=policy)
    return text.rstrip() + "\n"


def embedded(data: Any) -> str:
    """JSON that may stand in a script element: no character in it ends the element or begins a comment."""
    text = json_escaped(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_text),
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        coded=coded, counted=counted, https=https, sentence=sentence, visible=visible, number="{:,}".format
    )
    environment.globals.update(extent=extent, trouble=trouble, crashes=crashes, status_words=STATUS_WORDS)
    return environment


def _fit(value: Any) -> Any:
    """Every text that is put into the page is made fit to be shown, unless it is markup already."""
    return visible_lines(value) if type(value) is str else value


def coded(text: str) -> Markup:
    """A text in which what stands in backticks is code."""
    from markupsafe import Markup, escape

    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [escape(_fit(text[end : match.start()])), Markup("<code>{}</code>").format(_fit(match[1]))]
        end = match.end()
    return Markup("").join((*parts, escape(_fit(text[end:]))))


def sentence(text: str) -> str:
    """A text that begins like a sentence and ends like one."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def https(address: str | None) -> str:
    """An address that a link may lead to, or nothing: a saved result may come from a stranger."""
    return address if address is not None and address.startswith("https://") else ""
