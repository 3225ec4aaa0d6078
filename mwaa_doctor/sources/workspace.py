"""Reads the user's folder: which files there are, and their bytes, within bounds."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from mwaa_doctor.result import Problem
from mwaa_doctor.sources.git_ignore import GitIgnore

MAX_SOURCE_BYTES = 5 * 1024 * 1024
MAX_FILES = 200_000
_NEVER = frozenset({"__pycache__", ".git", ".hg", ".svn"})
_OUTSIDE_DAGS = frozenset({"node_modules", "venv", "env", "site-packages", "build", "dist", "__pypackages__"})


@dataclass
class Listing:
    """The files below a base, as POSIX paths relative to it, sorted; and what could not be read."""

    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def list_files(base: Path) -> Listing:
    """Walk a folder, leaving out what git ignores and what is never a source; links are followed within the folder."""
    listing = Listing()
    ignore = GitIgnore(base)
    seen = {os.path.realpath(base)}
    top = os.path.realpath(base)
    todo: list[tuple[str, bool]] = [("", base.name == "dags")]
    while todo:
        relative, in_dags = todo.pop()
        try:
            entries = sorted(os.scandir(base / relative), key=lambda entry: entry.name)
        except OSError as problem:
            listing.problems.append(Problem(relative or ".", f"cannot be listed: {problem.strerror or problem}"))
            continue
        for entry in entries:
            path = f"{relative}/{entry.name}" if relative else entry.name
            if entry.name in _NEVER:
                continue
            if _is_folder(entry):
                hidden = entry.name.startswith(".") or entry.name in _OUTSIDE_DAGS
                if (hidden and not in_dags) or _is_virtual_environment(entry.path):
                    continue
                real = os.path.realpath(entry.path)
                if real in seen or not f"{real}/".startswith(f"{top.rstrip('/')}/") or ignore.ignores(entry.path, True):
                    continue
                seen.add(real)
                todo.append((path, in_dags or entry.name == "dags"))
            elif not ignore.ignores(entry.path, False):
                listing.files.append(path)
        if len(listing.files) > MAX_FILES:
            listing.problems.append(Problem(".", f"holds more than {MAX_FILES:,} files; the rest was not looked at"))
            break
    listing.files.sort()
    return listing


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_virtual_environment(path: str) -> bool:
    return os.path.exists(os.path.join(path, "pyvenv.cfg"))


_instead: ContextVar[Mapping[str, bytes]] = ContextVar("instead", default=MappingProxyType({}))


@contextmanager
def reading_instead(base: Path, contents: Mapping[str, bytes]) -> Iterator[None]:
    """Within it, these paths relative to ``base`` have other contents than on the disk, in this process alone."""
    held = {os.path.normpath(os.path.join(base, path)): data for path, data in contents.items()}
    token = _instead.set({**_instead.get(), **held})
    try:
        yield
    finally:
        _instead.reset(token)


def is_there(path: Path) -> bool:
    """Whether a path exists, be it a broken link, or has other contents for now."""
    return os.path.lexists(path) or os.path.normpath(os.path.abspath(path)) in _instead.get()


def read_bytes(base: Path, path: str, limit: int = MAX_SOURCE_BYTES) -> bytes | Problem:
    """The bytes of a file, or why they cannot be had: unreadable, no regular file, too large."""
    full = os.path.join(base, path)
    instead = _instead.get()
    if instead and (data := instead.get(os.path.normpath(full))) is not None:
        return data
    try:
        status = os.stat(full)
    except OSError as problem:
        if os.path.islink(full):
            return Problem(path, "is a broken link")
        missing = isinstance(problem, (FileNotFoundError, NotADirectoryError))
        return Problem(path, "is no regular file" if missing else f"cannot be read: {problem.strerror or problem}")
    if not stat.S_ISREG(status.st_mode):
        return Problem(path, "is no regular file")
    if status.st_size > limit:
        size = f"{status.st_size / 1048576:.1f} MiB, more than the {limit / 1048576:.0f} MiB"
        return Problem(path, f"has {size} that are read")
    try:
        with open(full, "rb") as file:
            return file.read()
    except OSError as problem:
        return Problem(path, f"cannot be read: {problem.strerror or problem}")


def python_names(base: Path, folder: str) -> Iterator[str]:
    """The module and package names directly in a folder."""
    try:
        for entry in os.scandir(base / folder if folder else base):
            name, dot, ending = entry.name.partition(".")
            if name.isidentifier() and (ending == "py" or (not dot and _is_folder(entry))):
                yield name
    except OSError:
        return
