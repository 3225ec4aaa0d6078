"""A file of code in any language that is read: one subject for rules that hold for Python and for shell scripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.models.mwaa_calls import EndpointCall
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.rule import Place


@dataclass(frozen=True, slots=True)
class Code:
    """A Python file or a shell script: one of ``python`` and ``shell`` is set."""

    python: PythonFile | None = None
    shell: ShellScript | None = None

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "Python files and shell scripts"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Code]:
        """The file itself."""
        if isinstance(source, PythonFile):
            return (cls(python=source),)
        return (cls(shell=source),) if isinstance(source, ShellScript) else ()

    @property
    def place(self) -> Place:
        """The file as a whole."""
        file = self.python or self.shell
        assert file is not None
        return file.place

    @property
    def requests(self) -> Iterable[EndpointCall]:
        """The requests to MWAA that it makes."""
        return EndpointCall.subjects(self.python or self.shell)
