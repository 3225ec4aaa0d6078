"""The part of ``check`` that repairs: from a result to changed files, or to a diff of them, and what to say of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from mwaa_doctor.config import Config
from mwaa_doctor.engine import Options
from mwaa_doctor.fixes.fixer import Fixer, Repaired
from mwaa_doctor.fixes.source_text import NotEditable, SourceText
from mwaa_doctor.fixes.writing import replace_file
from mwaa_doctor.project import Project
from mwaa_doctor.result import Result
from mwaa_doctor.terminal import print_text, say, visible


def show_repairs(
    result: Result, reopen: Callable[[], Project], config: Config, options: Options, *, unsafe: bool
) -> bool:
    """Print what the repairs of a result would change as a unified diff, and say whether there is any."""
    repaired = Fixer(reopen, config, options, unsafe=unsafe).fix(result)
    print_text("".join(line for path in sorted(repaired.changed) for line in _diff(repaired, path, options.prefix)))
    _tell(repaired, options.prefix, unsafe=unsafe, done="would repair")
    return bool(repaired.changed)


def write_repairs(
    result: Result, reopen: Callable[[], Project], config: Config, options: Options, *, unsafe: bool
) -> bool:
    """Repair the files, and say whether any was changed; one that cannot be written is told and left."""
    fixer = Fixer(reopen, config, options, unsafe=unsafe)
    repaired = fixer.fix(result)
    for path, (before, after) in repaired.changed.items():
        try:
            replace_file(fixer.base, path, before, after)
        except NotEditable as why:
            repaired.withdraw(path, str(why))
    _tell(repaired, options.prefix, unsafe=unsafe, done="repaired")
    return bool(repaired.changed)


def _diff(repaired: Repaired, path: str, prefix: str) -> Iterator[str]:
    before, after = (SourceText.of(path, data).text.splitlines(keepends=True) for data in repaired.changed[path])
    name = visible(prefix + path)
    for line in difflib.unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _tell(repaired: Repaired, prefix: str, *, unsafe: bool, done: str) -> None:
    """Say on stderr what was repaired, what was taken back and why, and what more can be asked for."""
    for step in repaired.withdrawn:
        where = visible(f"{prefix}{step.path}:{step.line}")
        say(f"not repaired: {where} {step.rule}: {visible(step.reason)}")
    more = "" if unsafe or not repaired.unsafe else f"; {_count(repaired.unsafe, 'more')} with --unsafe-fixes"
    if repaired.made:
        files = len({step.path for step in repaired.made})
        say(f"{done} {_count(len(repaired.made), 'finding')} in {_count(files, 'file')}{more}")
    elif more or repaired.withdrawn:
        say(f"{done} nothing{more}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if word == "more" or number == 1 else f"{number} {word}s"
