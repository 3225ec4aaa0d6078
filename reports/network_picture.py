"""The network of an environment as an SVG: subnets by zone, gateways, endpoints, groups; what breaks in red.

Shapes and texts only, on a ground of its own, so that it can be read on light and dark pages and in any viewer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from mwaa_doctor.models.network.graph import Station, graph_of
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.reachability import Reachability
from mwaa_doctor.result import Picture
from mwaa_doctor.unknown import Unknown

from .characters import visible
from .network_layout import LINE, MARGIN, TOP, WIDTH, Box, Layout, Wire, lay_out

_TEXT, _MUTED, _GROUND, _FRAME = "#1f2328", "#59636e", "#ffffff", "#d0d7de"
_RED, _AMBER, _GREEN = "#cf222e", "#9a6700", "#1a7f37"
_KINDS = {
    "subnet": "#0969da", "route table": "#6e7781", "NAT gateway": "#8250df", "VPC endpoint": "#1b7c83",
    "internet gateway": "#bc4c00", "environment": "#0969da", "network ACL": "#6e7781", "security group": "#6e7781",
    "reached": _GREEN, "missed": _RED, "doubtful": _AMBER,
}  # fmt: skip
_WIRES = {"yes": ("#8c959f", ""), "no": (_RED, ""), "unknown": (_AMBER, "5 4")}
_FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"
_LONGEST = 21


def pictures_of(found: Iterable[Reachability]) -> list[Picture]:
    """The drawings of some environments, for reports that show them."""
    return [Picture("network", f"Network of {item.name}", draw(item), item.name) for item in found]


def draw(item: Reachability) -> str:
    """The whole SVG document."""
    layout = lay_out(graph_of(item.network, item.connections))
    width, height = round(layout.width), round(layout.height)
    title = f"Network of {item.name}"
    body = "\n".join(_parts(item, layout))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label={quoteattr(visible(title))} font-family={quoteattr(_FONT)} font-size="12">\n'
        f"<title>{_clean(title)}</title>\n{_markers()}\n"
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" fill="{_GROUND}" stroke="{_FRAME}"/>\n'
        f"{body}\n</svg>\n"
    )


def _markers() -> str:
    arrows = (
        f'<marker id="arrow-{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{color}"/></marker>'
        for name, (color, _) in _WIRES.items()
    )
    return f"<defs>{''.join(arrows)}</defs>"


def _parts(item: Reachability, layout: Layout) -> Iterator[str]:
    yield _words(MARGIN, 32, item.name, size=17, weight="600")
    needed = [row for row in item.connections if row.use != "requirements"]
    counts = {name: sum(row.answer.verdict.value == name for row in needed) for name in _WIRES}
    told = f"{counts['yes']} needs reached, {counts['no']} not reached, {counts['unknown']} not known"
    yield _words(MARGIN, 52, told, color=_RED if counts["no"] else _MUTED)
    frame = layout.inside - MARGIN
    yield (
        f'<rect x="{MARGIN}" y="{TOP - 28}" width="{frame:.0f}" height="{layout.height - TOP + 4:.0f}" rx="10" '
        f'fill="#f6f8fa" stroke="{_FRAME}" stroke-dasharray="6 4"/>'
    )
    yield _words(MARGIN + 12, TOP - 12, _vpc(item), color=_MUTED)
    yield from _own_subnets(layout)
    for wire in sorted(layout.wires, key=lambda wire: wire.verdict != "yes"):
        yield from _wire(wire)
    for box in layout.boxes:
        if box.station is not None:
            yield from _box(box, box.station)
    labelled: dict[int, int] = {}
    for wire in {(id(wire.boxes[-1]), wire.label): wire for wire in layout.wires if wire.label}.values():
        yield from _label(wire, labelled)
    yield _words(MARGIN + 12, layout.height - 36, _groups(item), color=_MUTED)


def _vpc(item: Reachability) -> str:
    try:
        topology = item.network.topology
        return f"VPC {topology.vpc.label}  {', '.join(topology.vpc_blocks)}"
    except Unknown as unknown:
        return f"VPC (not known: {unknown.reason})"


def _groups(item: Reachability) -> str:
    try:
        names = [group.label for group in item.network.topology.groups]
    except Unknown:
        names = [str(name) for name in _given_groups(item)]
    return f"Security groups of the environment: {', '.join(names) or 'not known'}"


def _given_groups(item: Reachability) -> list[str | TemplateText]:
    try:
        return list(item.network.topology.group_ids)
    except Unknown:
        return []


def _own_subnets(layout: Layout) -> Iterator[str]:
    """A ground under the environment's own subnets."""
    for box in layout.boxes:
        if box.station is not None and box.station.own:
            yield (
                f'<rect x="{box.x - 8:.1f}" y="{box.y - 8:.1f}" width="{WIDTH + 16}" height="{box.height + 16:.1f}" '
                f'rx="8" fill="#ddf4ff"/>'
            )


def _box(box: Box, station: Station) -> Iterator[str]:
    color = _KINDS.get(station.kind, "#6e7781")
    border = color if station.is_end else "#afb8c1"
    dashes = ' stroke-dasharray="5 4"' if station.kind in ("missed", "doubtful") else ""
    full = visible(f"{station.name}: {', '.join(station.lines)}")
    yield f"<g><title>{escape(full)}</title>"
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{WIDTH}" height="{box.height:.1f}" rx="6" fill="{_GROUND}" '
        f'stroke="{border}"{dashes}/>'
    )
    yield f'<rect x="{box.x:.1f}" y="{box.y + 5:.1f}" width="4" height="{box.height - 10:.1f}" rx="2" fill="{color}"/>'
    yield _words(box.x + 14, box.y + 19, _short(station.name), weight="600", color=color if station.is_end else _TEXT)
    for number, line in enumerate(box.lines):
        yield _words(box.x + 14, box.y + 19 + LINE * (number + 1), _short(line, 26), color=_MUTED)
    yield "</g>"


def _wire(wire: Wire) -> Iterator[str]:
    color, dashes = _WIRES[wire.verdict]
    points = [(box.x + box.width, box.middle) for box in wire.boxes[:-1]]
    start = [(box.x, box.middle) for box in wire.boxes[1:]]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for number, (x, y) in enumerate(start):
        before_x, before_y = points[number]
        bend = max(abs(x - before_x) / 2, 24)
        path += f" C{before_x + bend:.1f} {before_y:.1f} {x - bend:.1f} {y:.1f} {x:.1f} {y:.1f}"
        if number + 1 < len(start):
            path += f" L{points[number + 1][0] + WIDTH:.1f} {y:.1f}"
            points[number + 1] = (points[number + 1][0] + WIDTH, y)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    width = "2.2" if wire.verdict == "no" else "1.4"
    yield (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}"{dash} '
        f'marker-end="url(#arrow-{wire.verdict})"/>'
    )


def _label(wire: Wire, labelled: dict[int, int]) -> Iterator[str]:
    """Why packets end, in front of what they do not reach; ``labelled`` is how far labels of an end already go."""
    end, color = wire.boxes[-1], _WIRES[wire.verdict][0]
    lines = textwrap.wrap(visible(wire.label), 24)[:4]
    widest = max(len(line) for line in lines) * 6.0 + 10
    height = 14 * len(lines) + 6
    x = end.x - 30 - widest / 2
    y = end.middle - height / 2 + 14 + labelled.get(id(end), 0)
    labelled[id(end)] = labelled.get(id(end), 0) + height + 6
    yield (
        f'<rect x="{x - widest / 2:.1f}" y="{y - 13:.1f}" width="{widest:.1f}" height="{height}" rx="4" '
        f'fill="{_GROUND}" stroke="{color}" stroke-opacity="0.5"/>'
    )
    for number, line in enumerate(lines):
        yield _words(x, y + 14 * number, line, color=color, size=11, anchor="middle")


def _words(
    x: float, y: float, text: str, *, color: str = _TEXT, size: int = 12, weight: str = "", anchor: str = ""
) -> str:
    more = f' font-weight="{weight}"' if weight else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" font-size="{size}"{more}>{_clean(text)}</text>'


def _short(text: str, longest: int = _LONGEST) -> str:
    cleaned = visible(text)
    if len(cleaned) <= longest:
        return str(cleaned)
    half = (longest - 1) // 2
    return f"{cleaned[:half]}…{cleaned[-(longest - 1 - half) :]}"


def _clean(text: str) -> str:
    return escape(visible(text))
