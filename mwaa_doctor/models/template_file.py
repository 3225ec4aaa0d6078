"""The CloudFormation templates of a project, as files: what they declare, name and wait for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor.models.deployment import Deployment
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation.evaluation import PSEUDO_PARAMETERS
from mwaa_doctor.sources.cloudformation.functions import KNOWN_FUNCTIONS
from mwaa_doctor.sources.cloudformation.references import Use, uses
from mwaa_doctor.sources.cloudformation.template import Declaration, Template
from mwaa_doctor.sources.document import Duplicate, MarkedMap


class ProjectTemplate:
    """A template of a project, whether or not it can be read."""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "CloudFormation templates"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[ProjectTemplate]:
        """The templates of a project that are of this kind."""
        return (item for item in getattr(source, "templates", ()) if isinstance(item, cls))


@dataclass(frozen=True)
class UnparsedTemplate(ProjectTemplate):
    """A template that cannot be read; ``message`` says why, without a full stop."""

    path: str
    message: str
    place: Place


@dataclass(frozen=True)
class TemplateFile(ProjectTemplate):
    """A template that could be read."""

    template: Template

    @property
    def path(self) -> str:
        """Its path."""
        return self.template.path

    @property
    def place(self) -> Place:
        """The template as a whole."""
        return Place(self.path)

    @property
    def resources(self) -> Mapping[str, Declaration]:
        """The resources by logical id."""
        return self.template.resources

    def of_type(self, *types: str) -> Iterator[Declaration]:
        """The resources of some types."""
        return (item for item in self.resources.values() if item.type in types)

    @property
    def duplicates(self) -> Iterable[tuple[Duplicate, Place, Place]]:
        """The keys given twice, with the place of the first and of the second."""
        for item in self.template.document.duplicates:
            yield item, self.template.place(item.first), self.template.place(item.second)

    @property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """The resources that each resource waits for."""
        return self.template.needs

    def waits_for(self, name: str) -> frozenset[str]:
        """All resources that are there before a resource is made."""
        return Deployment((), self.needs).waits_for(name)

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """One circle of each group of resources that wait for each other, the shortest one from its first member."""
        import networkx

        graph: networkx.DiGraph[str] = networkx.DiGraph(
            (name, other) for name, others in self.needs.items() for other in others
        )
        order = {name: position for position, name in enumerate(self.resources)}
        found: list[tuple[str, ...]] = []
        for group in networkx.strongly_connected_components(graph):
            first = min(group, key=lambda name: order[name])
            if len(group) > 1 or graph.has_edge(first, first):
                inside = graph.subgraph(group)
                paths = (networkx.shortest_path(inside, other, first) for other in inside.successors(first))
                found.append((first, *min(paths, key=len)))
        return tuple(sorted(found, key=lambda names: order[names[0]]))

    @cached_property
    def uses(self) -> tuple[tuple[str, Use], ...]:
        """Every use of a function in resources, conditions and outputs, with the logical id or section around it."""
        found: list[tuple[str, Use]] = []
        for name, declared in self.resources.items():
            found.extend((name, use) for use in uses(self.template, declared.raw, declared.place))
        top = self.template.document.value
        for section in ("Conditions", "Outputs"):
            node = top.get(section)
            if isinstance(node, MarkedMap):
                found.extend(
                    (section, use) for use in uses(self.template, node, self.template.place(top.marks[section]))
                )
        return tuple(found)

    def members(self, declaration: Declaration) -> Iterator[tuple[tuple[str, ...], Place, Any]]:
        """The properties of a resource and the members of those that are mappings: path, place and raw value."""
        for name, value in declaration.properties.items():
            yield (name,), self.template.place(declaration.properties.marks[name]), value
            for inner, item in value.items() if isinstance(value, MarkedMap) else ():
                yield (name, inner), self.template.place(value.marks[inner]), item

    @property
    def unknown_functions(self) -> Iterator[tuple[str, Use, str]]:
        """The uses of functions that CloudFormation does not have, with the nearest that it has.

        None if a macro may know them.
        """
        if self.template.transforms:
            return
        for name, use in self.uses:
            if use.function not in KNOWN_FUNCTIONS:
                yield name, use, _nearest(use.function, KNOWN_FUNCTIONS)

    @property
    def dangling(self) -> Iterator[tuple[str, Use, str]]:
        """The uses of names that the template does not have, with the nearest that it has.

        None if a transform makes resources of its own.
        """
        if self.template.transforms:
            return
        values = {*self.resources, *self.template.parameters, *PSEUDO_PARAMETERS}
        known = {"Fn::If": self.template.conditions, "Condition": self.template.conditions, "Ref": values}
        others = [
            (name, Use("DependsOn", other, place))
            for name, declared in self.resources.items()
            for other, place in declared.depends_on
        ]
        others.extend(
            (name, Use("Condition", declared.condition, self.template.place(declared.raw.marks["Condition"])))
            for name, declared in self.resources.items()
            if declared.condition
        )
        for name, use in (*self.uses, *others):
            names = known.get(use.function, self.resources)
            if use.name and use.name not in names:
                yield name, use, _nearest(use.name, names)


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else ""
