"""The startup script: what it does on each component of MWAA, as far as that can be read.

Components and what becomes of the script: https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html
and aws/amazon-mwaa-docker-images, images/airflow/*/python/mwaa/config/setup_environment.py.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_conditions import compared_words
from mwaa_doctor.models.shell_run import ShellRun
from mwaa_doctor.models.shell_steps import Setting, Step
from mwaa_doctor.models.shell_syntax import MAX_BYTES, parse, source_of, values_shown
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.bash import syntax_fault

if TYPE_CHECKING:
    from tree_sitter import Node

COMPONENT = "MWAA_AIRFLOW_COMPONENT"
COMPONENTS = ("scheduler", "worker", "webserver", "hybrid")
AIRFLOW_HOME = "/usr/local/airflow"
# What the same variable is while the image migrates or resets its database; scripts may leave these out.
_OTHER_COMMANDS = ("migrate-db", "resetdb", "test-requirements", "test-startup-script", "shell", "spy")
_SIMILAR = (
    "MWAA__AIRFLOW__COMPONENT",
    "MWAA_AIRFLOW_COMPONENTS",
    "MWAA_COMPONENT",
    "AIRFLOW_COMPONENT",
    "MWAA__AIRFLOW_COMPONENT",
)
_LOCAL = frozenset({"docker", "docker-compose", "podman", "kubectl", "helm", "terraform", "cdk", "mwaa-local-env"})
# What the grammar takes for the name of a command where bash does not.
_KEYWORDS = tuple((word,) for word in ("then", "else", "elif", "fi", "do", "done", "esac", "}"))
_TALK = ("echo", "printf", "true", "exit", "return", "set", "date", "test", "[")
_SERVES = frozenset({"webserver", "scheduler", "standalone", "api-server", "celery", "triggerer"})


@dataclass(frozen=True)
class StartupCommand:
    """A command of the script and the components on which the script comes to it; ``step`` as on the first of them."""

    step: Step
    place: Place
    components: frozenset[str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables whose values its words hold, as they are written."""
        return tuple(values_shown(self.step.node))

    @property
    def in_background(self) -> bool:
        """Whether the script goes on while it runs."""
        return self.step.waits is False

    @property
    def only_talks(self) -> bool:
        """Whether it does nothing but write to the log, or end the script."""
        return self.step.program in _TALK and not self.step.targets


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

    @property
    def only_talks(self) -> bool:
        """Never: a variable counts."""
        return False

    @property
    def keeps_own_value(self) -> bool:
        """Whether it only gives a value where there is none: ``X="${X:-value}"``."""
        return f"${{{self.name}:-" in source_of(self.setting.node) or f"${{{self.name}-" in source_of(self.setting.node)

    @property
    def option(self) -> str:
        """The option of Airflow that the variable stands for, such as ``core.parallelism``; else an empty text."""
        section, _, name = self.name.removeprefix("AIRFLOW__").partition("__")
        return f"{section}.{name}".lower() if self.name.startswith("AIRFLOW__") and name else ""


@dataclass(frozen=True)
class ComponentTest:
    """A test of the component, or of a variable with a similar name, for a word or pattern."""

    variable: str
    word: str
    place: Place

    @property
    def can_match(self) -> bool:
        """Whether some component of MWAA matches."""
        return any(fnmatch.fnmatchcase(name, self.word) for name in (*COMPONENTS, *_OTHER_COMMANDS, ""))


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
        scripts: Iterable[StartupScript] = getattr(source, "startup_scripts", ())
        return [script for script in scripts if (source.complete or script.path in source.files) and script.is_for_mwaa]

    def __getstate__(self) -> dict[str, Any]:
        """Without what was made of the text, which other processes make again."""
        return {name: self.__dict__[name] for name in ("path", "data", "configured", "text")}

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
    def first_windows_line(self) -> int:
        """The first line that ends in a carriage return; 0 if none does."""
        before, end, _ = self.data.partition(b"\r\n")
        return before.count(b"\n") + 1 if end else 0

    @cached_property
    def syntax_fault(self) -> tuple[int, str] | None:
        """The line that bash refuses and what it says; ``None`` if the grammar knows all of the text or bash takes it.

        Raises ``Unknown`` if only the grammar refuses it and there is no bash to ask.
        """
        return syntax_fault(self.text) if self.has_odd_syntax else None

    @property
    def has_odd_syntax(self) -> bool:
        """Whether the grammar could not read all of it."""
        if self._tree.root_node.has_error:
            return True
        return any(command.step.words[:1] in _KEYWORDS for command in self.commands)

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
    def component_tests(self) -> tuple[ComponentTest, ...]:
        """The comparisons of the component with a word, also by variables that hold it, in the order of the script."""
        marks = {COMPONENT: COMPONENT, **{name: name for name in _SIMILAR if not self._sets(name)}}
        held = ShellRun(self._tree.root_node, dict(marks)).values
        values = {**{name: value for name, value in held.items() if value in marks}, **marks}
        found = []
        for node, left, right in compared_words(self._tree.root_node, values):
            for mark, word in ((left, right), (right, left)):
                if mark in marks and word not in marks and GAP not in word:
                    found.append(ComponentTest(mark, word, self.place_of(node)))
        return tuple(found)

    def _sets(self, name: str) -> bool:
        return any(setting.name == name for setting in self.settings)

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
