"""What all commands share: exit codes, printing, writing files, messages that cannot harm a terminal."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from mwaa_doctor.config import ConfigurationError

EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3


@dataclass(frozen=True)
class View:
    """How a report is to be shown: colours, statistics, only findings."""

    color: bool = False
    statistics: bool = False
    quiet: bool = False


def exits(command: Callable[..., int]) -> Callable[..., None]:
    """A command that ends with the exit code it returns, or with one sentence if it was asked for the impossible."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        try:
            code = command(**given)
        except ConfigurationError as problem:
            say(f"mwaa-doctor: {visible(str(problem))}")
            code = EXIT_USAGE
        sys.exit(code)

    return run


def say(text: str) -> None:
    """Talk to the person at the terminal, on stderr."""
    click.echo(text, err=True)


def visible(text: str) -> str:
    """A message in which no file name can move the cursor or begin a command of a CI."""
    from mwaa_doctor.reports.characters import visible as cleaned

    return str(cleaned(text))


def uses_color() -> bool:
    """Whether stdout is a terminal that wants colours."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def is_terminal(stream: Any) -> bool:
    """Whether a stream is there and shown to a person."""
    return stream is not None and bool(stream.isatty())


def print_text(text: str) -> None:
    """Write to stdout; a reader that has gone away is no fault, a full disk is one."""
    if sys.stdout is None:
        raise ConfigurationError("there is no standard output: give --output")
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ConfigurationError(f"standard output cannot be written: {problem.strerror}") from None


def write_text(path: Path, text: str) -> None:
    """Write a file that the user named; raises ``ConfigurationError``."""
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as problem:
        raise ConfigurationError(f"{path} cannot be written: {problem.strerror}") from None


def path_prefix(base: Path) -> str:
    """What to put before paths relative to ``base`` so that they can be opened from the current folder."""
    try:
        relative = os.path.relpath(base, Path.cwd()).replace(os.sep, "/")
    except ValueError:
        return f"{base.as_posix()}/"
    if relative == ".":
        return ""
    return f"{base.as_posix()}/" if relative.startswith("../..") else f"{relative}/"
