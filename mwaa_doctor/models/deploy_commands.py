"""Commands in the project's shell scripts that deploy CloudFormation templates."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.shell_words import ShellCommand, split_commands
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes

_OPERATIONS = ("deploy", "create-stack", "update-stack", "create-change-set")
_TEMPLATES = ("--template-file", "--template-body")
_MARK = b"cloudformation"
_MAX_BYTES = 256 * 1024
_MAX_FILES = 2_000


@dataclass(frozen=True, slots=True)
class DeployCommand:
    """One ``aws cloudformation`` command: its template, and what it acknowledges.

    ``candidates`` are the paths, relative to the project's base, that the template's path may mean.  ``complete`` is
    false if options come from elsewhere, so that what is absent proves nothing.
    """

    operation: str
    candidates: tuple[str, ...]
    capabilities: frozenset[str]
    complete: bool
    place: Place


def read_deploy_commands(base: Path, files: Iterable[str]) -> tuple[DeployCommand, ...]:
    """The commands in the scripts among some files, in order; scripts beyond the bounds are left out."""
    scripts = [path for path in files if path.endswith(".sh")][:_MAX_FILES]
    found: list[DeployCommand] = []
    for path in scripts:
        data = read_bytes(base, path, _MAX_BYTES)
        if isinstance(data, bytes) and _MARK in data:
            script = ShellScript(path, data.decode("utf-8", errors="replace"))
            found.extend(_commands(script))
    return tuple(found)


def _commands(script: ShellScript) -> Iterator[DeployCommand]:
    for command in split_commands(script.text):
        operation = _operation(command)
        if operation is None:
            continue
        options, complete = _options(command.arguments)
        template = next((values[0] for name in _TEMPLATES if (values := options.get(name))), "")
        folder = script.path.rpartition("/")[0]
        path = template.removeprefix("file://")
        candidates = (posixpath.normpath(posixpath.join(folder, path)), posixpath.normpath(path)) if path else ()
        yield DeployCommand(
            operation,
            tuple(dict.fromkeys(candidates)),
            frozenset(word for value in options.get("--capabilities", ()) for word in value.split()),
            complete,
            script.place_of(command.line + 1),
        )


def _operation(command: ShellCommand) -> str | None:
    words = command.arguments
    if command.program != "aws" or "cloudformation" not in words:
        return None
    behind = words[words.index("cloudformation") + 1 :]
    return behind[0] if behind and behind[0] in _OPERATIONS else None


def _options(words: Iterable[str]) -> tuple[dict[str, list[str]], bool]:
    """Options with their values, and whether the words tell of all options."""
    found: dict[str, list[str]] = {}
    complete = True
    name = ""
    for word in words:
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            values = found.setdefault(name, [])
            if equals:
                values.append(value)
            complete = complete and not name.startswith("--cli-input")
        elif name and (name == "--capabilities" or not found[name] or "$" not in word):
            found[name].append(word)
        elif "$" in word or "@" in word:
            complete = False
    return found, complete and not any("$" in value for value in found.get("--capabilities", ()))
