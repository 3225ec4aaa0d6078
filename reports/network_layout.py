"""Where the stations of a network stand in a drawing: in columns by the order of the way, with few crossings."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from mwaa_doctor.models.network.graph import INSIDE, Station

if TYPE_CHECKING:
    import networkx

WIDTH, LINE, GAP_X, GAP_Y, MARGIN, TOP = 186, 16, 56, 22, 24, 96
MOST_LINES = 9
_LABEL = 136  # what a label takes beside the gap
_SWEEPS = 6


@dataclass
class Box:
    """A station on the canvas, or (without one) the bend of a long edge."""

    station: Station | None
    column: int
    x: float = 0
    y: float = 0
    lines: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """The height in user units."""
        return 18 if self.station is None else 28 + LINE * len(self.lines)

    @property
    def width(self) -> float:
        """The width in user units."""
        return 0 if self.station is None else WIDTH

    @property
    def middle(self) -> float:
        """The height at which edges arrive."""
        return self.y + self.height / 2


@dataclass
class Wire:
    """An edge: the boxes it runs through, bends included."""

    boxes: list[Box]
    verdict: str
    label: str
    targets: list[str] = field(default_factory=list)


@dataclass
class Layout:
    """Everything that is to be drawn; ``inside`` is the right edge of the VPC."""

    boxes: list[Box]
    wires: list[Wire]
    width: float
    height: float
    inside: float


def lay_out(graph: networkx.MultiDiGraph[Station]) -> Layout:
    """Place the stations; edges that close a circle are drawn, but do not count for the order."""
    columns = _columns(graph)
    boxes = {
        station: Box(station, column, lines=_shortened(station.lines))
        for station, column in sorted(columns.items(), key=_order)
    }
    rows: list[list[Box]] = [[] for _ in range(max(columns.values(), default=0) + 1)]
    for box in boxes.values():
        rows[box.column].append(box)
    wires = [_wire(boxes[one], boxes[other], data, rows) for one, other, data in graph.edges(data=True)]
    _arrange(rows, wires)
    height = _place(rows, wires)
    inside = max((box.x + WIDTH for box in boxes.values() if box.station and box.station.kind in INSIDE), default=0)
    width = max((box.x + box.width for row in rows for box in row), default=0) + MARGIN
    return Layout(list(boxes.values()), wires, max(width, 520), height, inside + 18)


def _order(item: tuple[Station, int]) -> tuple[Any, ...]:
    station, column = item
    return column, station.is_end, station.zone, station.kind, station.name, station.lines


def _shortened(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) <= MOST_LINES:
        return lines
    return (*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more")


def _columns(graph: networkx.MultiDiGraph[Station]) -> dict[Station, int]:
    """The longest way to each station; what lies at the end of ways stands behind everything of the VPC."""
    import networkx

    plain: networkx.DiGraph[Station] = networkx.DiGraph(graph)
    while True:
        try:
            circle = networkx.find_cycle(plain)
        except networkx.NetworkXNoCycle:
            break
        plain.remove_edge(*circle[-1][:2])
    columns: dict[Station, int] = {}
    for station in networkx.topological_sort(plain):
        columns[station] = max((columns[before] + 1 for before in plain.predecessors(station)), default=0)
    last = max((column for station, column in columns.items() if station.kind in INSIDE), default=-1) + 1
    return {station: last if station.kind not in INSIDE else column for station, column in columns.items()}


def _wire(start: Box, end: Box, data: dict[str, Any], rows: list[list[Box]]) -> Wire:
    boxes = [start]
    for column in range(start.column + 1, end.column):
        bend = Box(None, column)
        rows[column].append(bend)
        boxes.append(bend)
    return Wire([*boxes, end], data["verdict"], data["label"], data["targets"])


def _arrange(rows: list[list[Box]], wires: list[Wire]) -> None:
    """Order each column by the mean position of its neighbours, forth and back a few times."""
    near: dict[int, list[tuple[Box, Box]]] = {}
    for wire in wires:
        for one, other in pairwise(wire.boxes):
            near.setdefault(id(one), []).append((other, one))
            near.setdefault(id(other), []).append((one, other))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for number in range(1, len(rows)) if forward else range(len(rows) - 2, -1, -1):
            beside = rows[number - 1 if forward else number + 1]
            position = {id(box): index for index, box in enumerate(beside)}
            own = {id(box): index for index, box in enumerate(rows[number])}

            def mean(box: Box, position: dict[int, int] = position, own: dict[int, int] = own) -> tuple[float, int]:
                found = [position[id(other)] for other, _ in near.get(id(box), ()) if id(other) in position]
                return (sum(found) / len(found) if found else own[id(box)]), own[id(box)]

            if number or not forward:
                rows[number].sort(key=mean)


def _place(rows: list[list[Box]], wires: list[Wire]) -> float:
    """Give every box its place, columns centred on each other; returns the height of the canvas."""
    heights = [sum(box.height for box in row) + GAP_Y * (len(row) - 1) for row in rows]
    tallest = max(heights, default=0)
    labelled = {wire.boxes[index].column for wire in wires if wire.label for index in (len(wire.boxes) - 2,)}
    x = float(MARGIN + 16)
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        y = TOP + (tallest - height) / 2
        for box in row:
            box.x, box.y = x, y
            y += box.height + GAP_Y
        x += WIDTH + GAP_X + (_LABEL if number in labelled else 0)
    return TOP + tallest + 64
