"""Draws a finding's graph as SVG: tasks in columns by their order, the arrows at fault marked and labelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor.rule import Arrow, Graph

from .characters import visible

MOST_NODES = 60
_LONGEST = 26
_LETTER = 7.4  # the width of a letter in the drawing's fixed-width font, in user units
_HEIGHT = 34
_GAP_X, _GAP_Y = 88, 26
_MARGIN = 14
_TRACK, _TRACKS = 18, 6  # the distance and number of ways that run around everything


@dataclass(frozen=True)
class Box:
    """A node on the canvas; ``at_fault`` if a marked arrow touches it."""

    text: str
    full: str
    x: float
    y: float
    width: float
    at_fault: bool

    @property
    def middle(self) -> float:
        """The height at which arrows arrive."""
        return self.y + _HEIGHT / 2


@dataclass(frozen=True)
class Line:
    """An arrow on the canvas: the path, and where its label stands."""

    path: str
    label: str
    x: float
    y: float
    marked: bool


@dataclass(frozen=True)
class Drawing:
    """Everything that the template puts into the SVG element."""

    title: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    box_height: int = _HEIGHT


def draw(graph: Graph | None) -> Drawing | None:
    """The drawing of a graph; ``None`` if there is nothing to draw, or more than one could read."""
    if graph is None or not 0 < len(graph.nodes) <= MOST_NODES:
        return None
    columns = _columns(graph)
    above = sum(columns[arrow.end] - columns[arrow.start] > 1 for arrow in graph.arrows)
    below = sum(columns[arrow.end] <= columns[arrow.start] and arrow.start != arrow.end for arrow in graph.arrows)
    above += any(arrow.start == arrow.end for arrow in graph.arrows)
    boxes = _boxes(graph, columns, _room(above))
    bottom = max(box.y for box in boxes) + _HEIGHT
    lines = tuple(_lines(graph, columns, boxes, bottom))
    width = max(box.x + box.width for box in boxes) + _MARGIN
    height = bottom + _MARGIN + _room(below)
    return Drawing(visible(graph.title), round(width), round(height), tuple(boxes), lines)


def _room(arrows: int) -> int:
    """The height that arrows need which run above or below everything else."""
    return 20 + _TRACK * min(arrows, _TRACKS) if arrows else 0


def _columns(graph: Graph) -> list[int]:
    """The column of each node: one behind all that come before it, arrows that close a circle left aside."""
    after: dict[int, list[int]] = {}
    for arrow in graph.arrows:
        after.setdefault(arrow.start, []).append(arrow.end)
    arrives = {arrow.end for arrow in graph.arrows}
    begins = [node for node in range(len(graph.nodes)) if node not in arrives]
    order: list[int] = []
    state: dict[int, int] = {}
    forward: dict[int, list[int]] = {}
    for first in (*begins, *range(len(graph.nodes))):
        stack: list[tuple[int, Iterator[int]]] = []
        if first not in state:
            state[first] = 1
            stack.append((first, iter(after.get(first, ()))))
        while stack:
            node, following = stack[-1]
            other = next(following, None)
            if other is None:
                state[node] = 2
                order.append(node)
                stack.pop()
            elif state.get(other) != 1:
                forward.setdefault(node, []).append(other)
                if other not in state:
                    state[other] = 1
                    stack.append((other, iter(after.get(other, ()))))
    columns = [0] * len(graph.nodes)
    for node in reversed(order):
        for other in forward.get(node, ()):
            columns[other] = max(columns[other], columns[node] + 1)
    return columns


def _boxes(graph: Graph, columns: list[int], top: int) -> list[Box]:
    touched = {end for arrow in graph.arrows if arrow.marked for end in (arrow.start, arrow.end)}
    texts = [visible(name) for name in graph.nodes]
    shown = [text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…" for text in texts]
    widths = [max(len(text), 4) * _LETTER + 24 for text in shown]
    left: dict[int, float] = {}
    x = float(_MARGIN)
    for column in range(max(columns) + 1):
        left[column] = x
        x += max(widths[node] for node, at in enumerate(columns) if at == column) + _GAP_X
    tallest = max(columns.count(column) for column in left)
    rows = dict.fromkeys(left, 0)
    boxes = []
    for node, column in enumerate(columns):
        free = (tallest - columns.count(column)) * (_HEIGHT + _GAP_Y) / 2
        y = top + _MARGIN + free + rows[column] * (_HEIGHT + _GAP_Y)
        rows[column] += 1
        boxes.append(Box(shown[node], texts[node], left[column], y, widths[node], node in touched))
    return boxes


def _lines(graph: Graph, columns: list[int], boxes: list[Box], bottom: float) -> Iterator[Line]:
    top = min(box.y for box in boxes)
    above = below = 0
    for arrow in graph.arrows:
        one, other = boxes[arrow.start], boxes[arrow.end]
        distance = columns[arrow.end] - columns[arrow.start]
        if one is other:
            yield _loop(arrow, one)
        elif distance == 1:
            yield _next(arrow, one, other)
        elif distance > 1:
            above += 1
            yield _around(arrow, one, other, one.y, other.y - 2, top - 8 - _TRACK * min(above, _TRACKS))
        else:
            below += 1
            low = bottom + 8 + _TRACK * min(below, _TRACKS)
            yield _around(arrow, one, other, one.y + _HEIGHT, other.y + _HEIGHT + 2, low)


def _next(arrow: Arrow, one: Box, other: Box) -> Line:
    """An arrow to the next column."""
    x, end = one.x + one.width, other.x - 2
    half = (end - x) / 2
    start, arrival = f"{one.middle:.0f}", f"{other.middle:.0f}"
    path = f"M{x:.0f} {start}C{x + half:.0f} {start} {end - half:.0f} {arrival} {end:.0f} {arrival}"
    return Line(path, visible(arrow.label), x + half, (one.middle + other.middle) / 2 - 6, arrow.marked)


def _loop(arrow: Arrow, box: Box) -> Line:
    """An arrow from a task to itself, which stands on its box."""
    x = box.x + box.width - 24
    high = f"{box.y - 26:.0f}"
    path = f"M{x + 12:.0f} {box.y:.0f}C{x + 16:.0f} {high} {x - 16:.0f} {high} {x - 12:.0f} {box.y - 2:.0f}"
    return Line(path, visible(arrow.label), x + 40, box.y - 8, arrow.marked)


def _around(arrow: Arrow, one: Box, other: Box, leaves: float, arrives: float, track: float) -> Line:
    """An arrow that runs above or below everything else, from the middle of a box to the middle of another."""
    x, end = one.x + one.width / 2, other.x + other.width / 2
    turn = 24 if end > x else -24
    path = (
        f"M{x:.0f} {leaves:.0f}C{x:.0f} {track:.0f} {x + turn / 2:.0f} {track:.0f} {x + turn:.0f} {track:.0f}"
        f"L{end - turn:.0f} {track:.0f}C{end - turn / 2:.0f} {track:.0f} {end:.0f} {track:.0f} {end:.0f} {arrives:.0f}"
    )
    return Line(path, visible(arrow.label), (x + end) / 2, track - 5, arrow.marked)
