"""The startup script: what it does on each component of MWAA, as far as that can be read.

Components and what becomes of the script: https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html
and aws/amazon-mwaa-docker-images, images/airflow/*/python/mwaa/config/setup_environment.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_run import ShellRun
from mwaa_doctor.models.shell_steps import Setting, Step
from mwaa_doctor.models.shell_syntax import MAX_BYTES, parse
from mwaa_doctor.rule import Place

if TYPE_CHECKING:
    from tree_sitter import Node

COMPONENT = "MWAA_AIRFLOW_COMPONENT"
COMPONENTS = ("scheduler", "worker", "webserver", "hybrid")
AIRFLOW_HOME = "/usr/local/airflow"
_LOCAL = frozenset({"docker", "docker-compose", "podman", "kubectl", "helm", "terraform", "cdk", "mwaa-local-env"})
_SERVES = frozenset({"webserver", "scheduler", "standalone", "api-server", "celery", "triggerer"})


@dataclass(frozen=True)
class StartupCommand:
    """A command of the script and the components on which the script comes to it; ``step`` as on the first of them."""

    step: Step
    place: Place
    components: frozenset[str]


@dataclass(frozen=True)
class StartupSetting:
    """An assignment of the script and the components on which the script comes to it."""

    setting: Setting
    place: Place
    components: frozenset[str]

    @property
    def name(self) -> str:
        """The variable."""
        return self.setting.name

    @property
    def value(self) -> str:
        """The value after expansion, ``GAP`` standing for what is not known."""
        return self.setting.value


class StartupScript:
    """A startup script: its bytes, and what it comes to on each component."""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "the startup script"

    def __init__(self, path: str, data: bytes, *, configured: bool = False) -> None:
        self.path = path
        self.data = data
        self.configured = configured
        # Carriage returns have a rule of their own; they are no reason to misread all the rest.
        self.text = data[:MAX_BYTES].replace(b"\r\n", b"\n")

    @classmethod
    def subjects(cls, source: Any) -> Iterable[StartupScript]:
        """The startup scripts of a project."""
        return getattr(source, "startup_scripts", ())

    @property
    def place(self) -> Place:
        """The script as a whole."""
        return Place(self.path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.decode("utf-8", errors="replace").split("\n")

    @cached_property
    def _tree(self) -> Any:
        return parse(self.text)

    @property
    def has_odd_syntax(self) -> bool:
        """Whether the grammar could not read all of it."""
        return bool(self._tree.root_node.has_error)

    @cached_property
    def _runs(self) -> dict[str, ShellRun]:
        home = {"AIRFLOW_HOME": AIRFLOW_HOME, "HOME": AIRFLOW_HOME}
        return {name: ShellRun(self._tree.root_node, {**home, COMPONENT: name}) for name in COMPONENTS}

    @cached_property
    def commands(self) -> tuple[StartupCommand, ...]:
        """The commands in the order of the script, with the components that come to them."""
        found: dict[tuple[int, tuple[str, ...]], tuple[Step, set[str]]] = {}
        for component, run in self._runs.items():
            for step in run.steps:
                found.setdefault((step.node.start_byte, step.words), (step, set()))[1].add(component)
        return tuple(
            StartupCommand(step, self.place_of(step.node), frozenset(components))
            for (_, _), (step, components) in sorted(found.items(), key=lambda item: item[0][0])
        )

    @cached_property
    def settings(self) -> tuple[StartupSetting, ...]:
        """The assignments in the order of the script, with the components that come to them."""
        found: dict[tuple[int, str], tuple[Setting, set[str]]] = {}
        for component, run in self._runs.items():
            for setting in run.settings:
                found.setdefault((setting.node.start_byte, setting.value), (setting, set()))[1].add(component)
        return tuple(
            StartupSetting(setting, self.place_of(setting.node), frozenset(components))
            for (_, _), (setting, components) in sorted(found.items(), key=lambda item: item[0][0])
        )

    @cached_property
    def exported(self) -> frozenset[str]:
        """The variables that reach Airflow, on whichever component."""
        return frozenset().union(*(run.exported for run in self._runs.values()))

    @cached_property
    def doubt(self) -> str:
        """Why more may happen than can be read here, or an empty text: other files taken in, or odd syntax."""
        for run in self._runs.values():
            if run.included:
                shown = run.included[0].replace(GAP, "...")
                return f"{self.path} takes in `{shown}`"
            if run.incomplete:
                return f"{self.path}: {run.incomplete}"
        if len(self.data) > MAX_BYTES:
            return f"{self.path} has more than the {MAX_BYTES:,} bytes that are read"
        return f"{self.path} has syntax that is not known here" if self.has_odd_syntax else ""

    @property
    def is_for_mwaa(self) -> bool:
        """Whether it may be the startup script of an environment, and no helper that starts Airflow elsewhere."""
        if self.configured or COMPONENT.encode() in self.data:
            return True
        for command in self.commands:
            program, arguments = command.step.program, command.step.arguments
            if program in _LOCAL or (program == "airflow" and arguments[:1] and arguments[0] in _SERVES):
                return False
        return True

    def place_of(self, node: Node) -> Place:
        """The place of a node: columns in characters, as everywhere in reports."""
        (row, column), (end_row, end_column) = node.start_point, node.end_point
        return Place(
            self.path,
            row + 1,
            self._characters(row, column) + 1,
            end_row + 1,
            self._characters(end_row, end_column) + 1,
        )

    def _characters(self, row: int, column: int) -> int:
        line = self.lines[row].encode("utf-8", errors="replace") if row < len(self.lines) else b""
        return len(line[:column].decode("utf-8", errors="replace"))
