"""Dependencies between the tasks of a file, as far as they can be read with certainty."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mwaa_doctor.models.dag_reader import DagsAndTasks
from mwaa_doctor.models.dags import Task
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.models.scopes import Block, Call, Scope
from mwaa_doctor.rule import Arrow, Graph, Place

if TYPE_CHECKING:
    import networkx as nx

_MAX_EDGES = 200_000
_MAX_KNOT = 500
_MAX_DRAWN = 24
_CARRIERS = (ast.Name, ast.Call, ast.Subscript, ast.Attribute, ast.List, ast.Tuple, ast.Dict)
_SETTERS = ("set_downstream", "set_upstream")


@dataclass(frozen=True, slots=True)
class Edge:
    """``before`` runs before ``after``, because of what stands at ``place`` within ``block``."""

    before: Task
    after: Task
    place: Place
    block: Block | None = None

    @property
    def branches(self) -> frozenset[int]:
        """The branches that must run for the dependency to exist."""
        return self.block.branches if self.block is not None else frozenset()


@dataclass
class TaskGraph:
    """The dependencies of a file's tasks. Those made in loops over changing names are not certain and left out."""

    tasks: tuple[Task, ...]
    edges: list[Edge] = field(default_factory=list)

    @cached_property
    def networkx(self) -> nx.DiGraph[Task]:
        """The same as a directed graph; each edge carries its ``place``."""
        import networkx as nx

        graph: nx.DiGraph[Task] = nx.DiGraph()
        graph.add_nodes_from(self.tasks)
        for edge in self.edges:
            graph.add_edge(edge.before, edge.after, place=edge.place)
        return graph

    @property
    def has_cycle(self) -> bool:
        """Whether some task waits for itself; cheap, without building the graph."""
        before: dict[Task, set[Task]] = {}
        for edge in self.edges:
            if edge.before is edge.after:
                return True
            before.setdefault(edge.after, set()).add(edge.before)
        try:
            graphlib.TopologicalSorter(before).prepare()
        except graphlib.CycleError:
            return True
        return False

    def cycles(self) -> list[list[Edge]]:
        """One shortest cycle for each knot of tasks that wait for each other, as its edges in order."""
        if not self.has_cycle:
            return []
        import networkx as nx

        graph = self.networkx
        edge_of = {(edge.before, edge.after): edge for edge in sorted(self.edges, key=_certainty, reverse=True)}
        found: list[list[Edge]] = []
        for knot in nx.strongly_connected_components(graph):
            inner = graph.subgraph(knot)
            pairs = sorted(inner.edges, key=lambda pair: (pair[0].place, pair[1].place))[:_MAX_KNOT]
            ways = (nx.shortest_path(inner, after, before) for before, after in pairs)
            cycles = ([edge_of[pair] for pair in pairwise((way[-1], *way))] for way in sorted(ways, key=len))
            cycle = next(filter(_can_all_run, cycles), None)
            if cycle is not None:
                found.append(cycle)
        return sorted(found, key=lambda cycle: cycle[0].place)

    def drawing(self, cycle: list[Edge]) -> Graph:
        """A cycle, marked, with the tasks around it, nearest first and no more than can be taken in at a glance."""
        position = {edge.before: number for number, edge in enumerate(cycle)}
        queue = list(position)
        for task in queue:
            for edge in self.edges:
                other = edge.after if edge.before is task else edge.before if edge.after is task else None
                if other is not None and other not in position and len(position) < _MAX_DRAWN:
                    position[other] = len(position)
                    queue.append(other)
        at_fault = {(edge.before, edge.after): edge for edge in cycle}
        shown = {(edge.before, edge.after): edge for edge in self.edges if edge.before in position}
        return Graph(
            f"The {len(cycle)} dependencies that make the circle, and the tasks around it",
            tuple(known_name(task) for task in position),
            tuple(
                Arrow(
                    position[before],
                    position[after],
                    f"line {at_fault.get((before, after), edge).place.line}",
                    (before, after) in at_fault,
                )
                for (before, after), edge in {**at_fault, **shown}.items()
                if after in position
            ),
        )


def known_name(task: Task) -> str:
    """The task's id, or a word for one that is only known at run time."""
    return task.known_id or "(computed id)"


def _certainty(edge: Edge) -> tuple[int, Place]:
    return len(edge.branches), edge.place


def _can_all_run(edges: list[Edge]) -> bool:
    """Whether one run of the code makes all these edges: each lies in the branches of the next, or in none."""
    ordered = sorted((edge.branches for edge in edges), key=len)
    return all(outer <= inner for outer, inner in pairwise(ordered))


def read_graph(file: PythonFile, known: DagsAndTasks) -> TaskGraph:
    """Read the dependencies from shifts, ``chain``, setters and the arguments of TaskFlow calls."""
    reader = _Reader(file, known)
    if known.tasks:
        reader.read()
    return reader.graph


class _Reader:
    def __init__(self, file: PythonFile, known: DagsAndTasks) -> None:
        self.file = file
        self.known = known
        self.graph = TaskGraph(known.tasks)
        self.groups: dict[int, list[Task]] = {}

    def read(self) -> None:
        for node, scope, block in self.file.index.operations:
            left, right = self.tasks_in(node.left, scope, block), self.tasks_in(node.right, scope, block)
            before, after = (left, right) if isinstance(node.op, ast.RShift) else (right, left)
            self.connect(before, after, node, block)
        for call in self.file.index.calls:
            self.read_call(call)
        for task in self.known.tasks:
            self.read_data_flow(task)

    def connect(self, before: Iterable[Task], after: Iterable[Task], node: ast.AST, block: Block | None) -> None:
        before, after = list(before), list(after)
        if not before or not after:
            return
        place = self.file.place_of(node)
        for one in before:
            for other in after:
                if len(self.graph.edges) < _MAX_EDGES:
                    self.graph.edges.append(Edge(one, other, place, block))

    def read_call(self, call: Call) -> None:
        node = call.node
        if isinstance(node.func, ast.Attribute) and node.func.attr in _SETTERS and node.args:
            owner = self.tasks_in(node.func.value, call.scope, call.block)
            other = self.tasks_in(node.args[0], call.scope, call.block)
            self.connect(*((owner, other) if node.func.attr == "set_downstream" else (other, owner)), node, call.block)
            return
        name = self.file.name(call)
        if name == "airflow:chain" and not any(isinstance(item, ast.Starred) for item in node.args):
            for one, two in pairwise(node.args):
                self.chain(one, two, call)
        elif name == "airflow:cross_downstream":
            before, after = argument(node, "from_tasks", 0), argument(node, "to_tasks", 1)
            if before is not None and after is not None:
                self.connect(
                    self.tasks_in(before, call.scope, call.block),
                    self.tasks_in(after, call.scope, call.block),
                    call.node,
                    call.block,
                )

    def chain(self, one: ast.expr, two: ast.expr, call: Call) -> None:
        if isinstance(one, (ast.List, ast.Tuple)) and isinstance(two, (ast.List, ast.Tuple)):
            for before, after in zip(one.elts, two.elts, strict=False):
                self.connect(
                    self.tasks_in(before, call.scope, call.block),
                    self.tasks_in(after, call.scope, call.block),
                    call.node,
                    call.block,
                )
            return
        self.connect(
            self.tasks_in(one, call.scope, call.block),
            self.tasks_in(two, call.scope, call.block),
            call.node,
            call.block,
        )

    def read_data_flow(self, task: Task) -> None:
        node, scope, block = task.call.node, task.call.scope, task.call.block
        for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if value.__class__ in _CARRIERS:
                sources = [source for source in self.results_in(value, scope, block) if source is not task]
                if sources:
                    self.connect(sources, [task], node, block)

    # -- which tasks an expression stands for ------------------------------------------------------------------------

    def results_in(self, node: ast.expr, scope: Scope, block: Block | None) -> list[Task]:
        """The tasks whose results an argument carries."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return [task for item in node.elts for task in self.results_in(item, scope, block)]
        if isinstance(node, ast.Dict):
            return [task for item in node.values for task in self.results_in(item, scope, block)]
        if isinstance(node, ast.Attribute) and node.attr == "output":
            return self.tasks_in(node.value, scope, block)
        if isinstance(node, (ast.Name, ast.Call, ast.Subscript)):
            return [task for task in self.tasks_in(node, scope, block) if task.kind == "taskflow"]
        return []

    def tasks_in(self, node: ast.expr, scope: Scope, block: Block | None, depth: int = 0) -> list[Task]:
        """The tasks that an expression stands for when it is used in a dependency."""
        if depth > 20:
            return []
        if isinstance(node, (ast.List, ast.Tuple)):
            return [task for item in node.elts for task in self.tasks_in(item, scope, block, depth + 1)]
        if isinstance(node, ast.BinOp):
            return self.tasks_in(node.right, scope, block, depth + 1)
        if isinstance(node, ast.Subscript):
            return self.tasks_in(node.value, scope, block, depth + 1)
        if isinstance(node, ast.Call):
            return self._of_call(node, scope, block, depth)
        if isinstance(node, ast.Attribute) and node.attr == "output":
            return self.tasks_in(node.value, scope, block, depth + 1)
        if isinstance(node, ast.Name):
            return self._of_name(node, scope, block, depth)
        return []

    def _of_call(self, node: ast.Call, scope: Scope, block: Block | None, depth: int) -> list[Task]:
        task = self.known.task_of_node.get(id(node))
        if task is not None:
            return [task]
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("expand", "expand_kwargs", "as_teardown"):
            return self.tasks_in(node.func.value, scope, block, depth + 1)
        return []

    def _of_name(self, node: ast.Name, scope: Scope, block: Block | None, depth: int) -> list[Task]:
        found = self.file.names.lookup(node.id, scope, node.lineno, block)
        if found is None or not found.certain or found.binding.value is None:
            return []
        if found.binding.kind == "with":
            return self._of_group(found.binding.node)
        if found.scope.runner is not scope.runner:
            return []
        return self.tasks_in(found.binding.value, found.scope, found.binding.block, depth + 1)

    def _of_group(self, with_node: ast.AST) -> list[Task]:
        if id(with_node) not in self.groups:
            self.groups[id(with_node)] = [
                task
                for task in self.known.tasks
                if task.call.block is not None and any(block.node is with_node for block in task.call.block.chain())
            ]
        return self.groups[id(with_node)]
