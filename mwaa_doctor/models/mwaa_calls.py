"""How code talks to MWAA: the requests, tokens and commands of a Python file or a shell script, read once per file.

Nothing is computed for a file that mentions neither MWAA nor a host of AWS.
"""

from __future__ import annotations

from typing import Any

from mwaa_doctor.models.endpoint_calls import Command, EndpointCall, is_shown
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.python_talk import PythonTalk
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.shell_talk import ShellTalk

__all__ = ["Command", "EndpointCall", "PythonTalk", "ShellTalk", "is_shown", "talk_of"]


def talk_of(source: Any) -> PythonTalk | ShellTalk | None:
    """How a source talks to MWAA; ``None`` for a source that is no code."""
    if not isinstance(source, (PythonFile, ShellScript)):
        return None
    known: PythonTalk | ShellTalk | None = source.__dict__.get("_mwaa_talk")
    if known is None:
        known = PythonTalk(source) if isinstance(source, PythonFile) else ShellTalk(source)
        source.__dict__["_mwaa_talk"] = known
    return known
