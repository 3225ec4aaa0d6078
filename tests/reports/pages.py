"""A report that is open in a browser, as a person sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]


def says(page: Any, beginning: str) -> None:
    """Wait until the line above the findings begins so."""
    page.wait_for_function("text => document.getElementById('shown').textContent.startsWith(text)", arg=beginning)


def visible_findings(page: Any) -> int:
    return int(page.locator(".finding:visible").count())
