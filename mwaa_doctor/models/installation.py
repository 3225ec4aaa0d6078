"""What pip is given on MWAA: a requirements file, the constraints in force, and the Python that it installs for.

MWAA adds its own copy of the constraints to a file that names none, and always a second file of versions that cannot
be changed.  Source: https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html and the images.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from mwaa_doctor import facts
from mwaa_doctor.facts.installation import container, edited_constraints
from mwaa_doctor.models.container_files import is_remote, repository_path
from mwaa_doctor.models.requirement_entry import Requirement, marker_environment, normalise
from mwaa_doctor.models.requirements import Constraint, Requirements, read_requirements
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes
from mwaa_doctor.target import AirflowVersion, Target
from mwaa_doctor.unknown import Unknown

_PUBLISHED = re.compile(
    r"https://raw\.githubusercontent\.com/apache/airflow/(?:refs/tags/)?constraints-([\d.]+)/constraints-([\d.]+)\.txt"
)
_MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Layer:
    """One file of constraints in force: the specifiers by normalised name.

    ``label`` names it in a sentence, ``origin`` says why it is in force.  ``path`` is set for a file of the project,
    whose lines ``places`` holds.  ``forced`` for the versions that MWAA always adds.
    """

    label: str
    origin: str
    specifiers: Mapping[str, str]
    path: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
    forced: bool = False

    def pin(self, name: str) -> str | None:
        """The exact version that it names for a distribution, or ``None``."""
        specifier = self.specifiers.get(name, "")
        return specifier[2:] if specifier.startswith("==") and not set(specifier) & {",", "*"} else None


@dataclass(frozen=True)
class Conflict:
    """A requirement and a constraint that no version fits."""

    entry: Requirement
    layer: Layer

    @property
    def demanded(self) -> str:
        """What the constraint says, such as ``pandas==2.1.4``."""
        return f"{self.entry.spelling or self.entry.name}{self.layer.specifiers[self.entry.name]}"


@dataclass
class Installation:
    """One requirements file as MWAA installs it.

    Asking for something that is not known raises ``Unknown``.
    """

    requirements: Requirements
    target: Target
    project: Project

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "requirements.txt"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Installation]:
        """One for each requirements file of the project."""
        if not isinstance(source, Project):
            return ()
        return tuple(cls(requirements, source.target, source) for requirements in source.requirements_files)

    @property
    def place(self) -> Place:
        """The requirements file as a whole."""
        return self.requirements.place

    @property
    def airflow(self) -> AirflowVersion:
        """The Airflow version of the environment."""
        return self.target.airflow

    def since(self, version: str) -> bool:
        """Whether the environment has at least this version of Airflow."""
        first = AirflowVersion.parse(version)
        assert first is not None
        return self.airflow >= first

    @cached_property
    def entries(self) -> tuple[Requirement, ...]:
        """The entries that pip installs on the image's Python; none if it refuses the file."""
        if self.is_refused:
            return ()
        environment = marker_environment(self.target.python)
        return tuple(entry for entry in self.requirements.entries if entry.applies(environment))

    @cached_property
    def is_refused(self) -> bool:
        """Whether pip refuses a line, and with it the file; another rule says so."""
        return bool(self.requirements.faults) or any(entry.fault for entry in self.requirements.entries)

    @property
    def needs_packages(self) -> bool:
        """Whether the file asks for anything at all."""
        return bool(self.requirements.entries)

    @property
    def has_private_web_server(self) -> bool:
        """Whether a web server that reaches no network installs the file; raises ``Unknown`` if that is not given."""
        if self.target.webserver_access_mode is None:
            raise Unknown("the access mode is not known: give `webserver-access-mode` in the configuration")
        private = self.target.webserver_access_mode == "PRIVATE_ONLY"
        return private and self.since(container().private_web_server_installs_from)

    @property
    def offline(self) -> bool:
        """Whether pip is told to ask no index."""
        return bool(self.requirements.given("no-index"))

    @cached_property
    def installed(self) -> Mapping[str, str]:
        """The distributions of the image and their versions."""
        return _known(facts.installed, self.airflow)

    def held(self, entry: Requirement) -> str | None:
        """The version in the image that serves an entry already, so that pip leaves it as it is."""
        version = self.installed.get(entry.name)
        return version if version is not None and not (entry.extras or entry.source) and entry.allows(version) else None

    # -- constraints ---------------------------------------------------------------------------------------------------

    @property
    def mwaa_adds_constraints(self) -> bool:
        """Whether MWAA adds its copy of the constraints, because it sees no constraint option in the file."""
        return self.since(container().adds_constraints_from) and not self.requirements.seen

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The constraints in force as far as they are known."""
        found: list[Layer] = []
        forced = facts.essential_pins(str(self.airflow))
        if forced is not None:
            label = f"MWAA on Airflow {self.airflow}"
            found.append(Layer(label, "MWAA adds these versions to every installation", _pinned(forced), forced=True))
        for constraint in self.requirements.constraints:
            layer = self._layer(constraint)
            if isinstance(layer, Layer):
                found.append(layer)
        if self.mwaa_adds_constraints:
            origin = "MWAA adds its copy of them, because the file names no constraints"
            found.append(Layer(self._label, origin, _pinned(_known(facts.constraints, self.airflow))))
        return tuple(found)

    @cached_property
    def unread(self) -> str:
        """Why some constraint in force is not known, or an empty text."""
        reasons = (self._layer(constraint) for constraint in self.requirements.constraints)
        return next((reason for reason in reasons if isinstance(reason, str)), "")

    @property
    def _label(self) -> str:
        return f"the constraints of Airflow {self.airflow}"

    def _layer(self, constraint: Constraint) -> Layer | str:
        """What a constraint option brings, or why that is not known."""
        published = _PUBLISHED.fullmatch(constraint.target)
        if published:
            if published[1] != str(self.airflow) or published[2] != ".".join(map(str, self.target.python)):
                return "the constraints are those of another environment"
            pins = _known(facts.constraints, self.airflow)
            edited = edited_constraints(str(self.airflow))
            pins = {name: pin for name, pin in pins.items() if name not in edited}
            where = f"{constraint.place.path}:{constraint.place.line} names them"
            return Layer(self._label, where, _pinned(pins))
        if constraint.target == "/dev/null":
            return Layer("/dev/null", "", {})
        if is_remote(constraint.target):
            return f"the constraints at {_bare(constraint.target)} are not known here"
        return self._file(constraint)

    def constraint_files(self) -> Iterator[Requirements]:
        """The constraint files of the project that the requirements name, each once."""
        for target in dict.fromkeys(constraint.target for constraint in self.requirements.constraints):
            if not is_remote(target) and (found := self._read(target)) is not None:
                yield found

    def _read(self, target: str) -> Requirements | None:
        path = repository_path(target, self.project)
        data = read_bytes(self.project.base, path, _MOST_BYTES) if path is not None else None
        return read_requirements(data, path) if path is not None and isinstance(data, bytes) else None

    def _file(self, constraint: Constraint) -> Layer | str:
        read = self._read(constraint.target)
        if read is None:
            return f"the constraint file {constraint.target} is not in the project"
        path = read.path
        environment = marker_environment(self.target.python)
        specifiers: dict[str, str] = {}
        places: dict[str, Place] = {}
        for entry in read.entries:
            if entry.name and not entry.source and not entry.fault and entry.applies(environment):
                before = f"{specifiers[entry.name]}," if entry.name in specifiers else ""
                specifiers[entry.name] = before + re.sub(r"[\s()]", "", entry.specifier)
                places[entry.name] = entry.place
        where = f"{constraint.place.path}:{constraint.place.line} names it"
        return Layer(f"the constraint file {path}", where, specifiers, path, places)

    def constrained(self, name: str) -> bool:
        """Whether a constraint in force keeps a distribution from its newest version; may raise ``Unknown``."""
        if any(layer.specifiers.get(name) for layer in self.layers):
            return True
        if self.unread:
            raise Unknown(self.unread)
        return False

    def conflicts(self) -> Iterator[Conflict]:
        """Every requirement that a constraint in force makes impossible, the strongest constraint first."""
        for entry in self.entries:
            layer = next((layer for layer in self.layers if entry.name and disagree(entry, layer)), None)
            if layer is not None:
                yield Conflict(entry, layer)


def disagree(entry: Requirement, layer: Layer) -> bool:
    """Whether no version fits both; false where that cannot be told without asking an index."""
    specifier = layer.specifiers.get(entry.name)
    if not specifier or (not entry.specifier and not entry.pin):
        return False
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    pin = layer.pin(entry.name)
    if pin is not None and entry.allows(pin):
        return False
    if entry.pin is None:
        return pin is not None
    try:
        return not SpecifierSet(specifier).contains(entry.pin, prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _known(ask: Any, version: AirflowVersion) -> Mapping[str, str]:
    found: Mapping[str, str] | None = ask(str(version))
    if found is None:
        raise Unknown(f"Airflow {version} is not among the versions known as of {facts.knowledge_date()}")
    return found


def _pinned(pins: Mapping[str, str]) -> dict[str, str]:
    return {normalise(name): f"=={version}" for name, version in pins.items()}


def _bare(address: str) -> str:
    """An address without credentials, query and fragment."""
    return re.sub(r"//[^/@]*@", "//", address.partition("?")[0].partition("#")[0])
