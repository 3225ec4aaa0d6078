"""Lets a drawing into a page only as shapes and texts: no script, no style, nothing that leads out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 2_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset({
    "svg", "g", "defs", "title", "desc", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text",
    "tspan", "marker",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "d",
    "points", "transform", "preserveAspectRatio", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "opacity", "font-family", "font-size",
    "font-weight", "font-style", "text-anchor", "dominant-baseline", "letter-spacing", "id", "role", "aria-label",
    "aria-labelledby", "aria-hidden", "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight",
    "markerUnits", "refX", "refY", "orient",
})  # fmt: skip
_FORBIDDEN = re.compile(r"url\(\s*(?!#)|javascript:|expression\(", re.IGNORECASE)


class NoDrawing(Exception):  # noqa: N818  # it says what the text is
    """A text that is no drawing, or holds something that may not be in one."""


def drawing_of(text: str, prefix: str) -> str:
    """The drawing, written anew from what is allowed, with ``prefix`` before its ids; raises ``NoDrawing``."""
    from xml.etree import ElementTree

    if len(text) > LARGEST:
        raise NoDrawing(f"it is larger than {LARGEST // 1_000_000} MB")
    if "<!" in text.replace("<!--", "") or text.count("<?") > text.startswith("<?xml"):
        raise NoDrawing("it declares a document type or an instruction")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # without declarations there are no entities to expand
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise NoDrawing("it is no XML") from None
    if root.tag != f"{_SVG}svg":
        raise NoDrawing("it is no SVG")
    for element in root.iter():
        _clean(element, prefix)
    root.set("role", "img")
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: Element, prefix: str) -> None:
    name = element.tag.removeprefix(_SVG)
    if not element.tag.startswith(_SVG) or name not in _ELEMENTS:
        raise NoDrawing(f"it holds the element {name[:40]}")
    for key, value in list(element.attrib.items()):
        if key not in _ATTRIBUTES:
            raise NoDrawing(f"it holds the attribute {key[:40]}")
        if _FORBIDDEN.search(value):
            raise NoDrawing(f"the attribute {key} leads out of it")
        if key in ("id", "aria-labelledby"):
            element.set(key, " ".join(prefix + part for part in value.split()))
        elif "url(#" in value:
            element.set(key, re.sub(r"url\(\s*#", f"url(#{prefix}", value))
