"""One renderer per report format: a module with ``render(result, view) -> str``."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from mwaa_doctor.result import Result

Renderer = Callable[[Result, Any], str]


def load_renderer(name: str) -> Renderer:
    """The renderer of a format; only the one that is asked for is imported."""
    module = importlib.import_module(f"mwaa_doctor.reports.{name}")
    renderer: Renderer = module.render
    return renderer
