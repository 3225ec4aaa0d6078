"""Which folders of a project are Terraform configurations with an environment in them or in the modules they call."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mwaa_doctor.sources.terraform.syntax import Source
from mwaa_doctor.sources.workspace import read_bytes

MARK = b"aws_mwaa_environment"
ENDINGS = (".tf", ".tfvars")
_MAX_BYTES = 4 * 1024 * 1024
_MAX_TEXT_BYTES = 256 * 1024
_MAX_FILES = 500
_LOCAL_SOURCE = re.compile(rb'^\s*source\s*=\s*"(\.\.?/[^"\n]*)"', re.MULTILINE)
_PARTITION = re.compile(rb"\barn:(aws(?:-cn|-us-gov)?):")


def configurations(base: Path, files: Iterable[str]) -> list[str]:
    """The root folders, relative to ``base``, from which a file that declares an environment is reached."""
    folders = dict.fromkeys(path.rpartition("/")[0] for path in files if path.endswith(".tf"))
    calls: dict[str, set[str]] = {}
    holding: set[str] = set()
    read = FolderReader(base)
    for folder in folders:
        calls[folder] = set()
        for source in read(folder):
            if MARK in source.data:
                holding.add(folder)
            calls[folder].update(called_folders(folder, source))
    called = set().union(*calls.values()) if calls else set()
    return [folder for folder in folders if folder not in called and _reaches(folder, calls, holding)]


def called_folders(folder: str, source: Source) -> Iterator[str]:
    """The folders of the local modules that a file in a folder calls."""
    for match in _LOCAL_SOURCE.findall(source.data):
        target = posixpath.normpath(posixpath.join(folder, match.decode("utf-8", errors="replace")))
        yield "" if target == "." else target


def written_partition(folder: str, read: Callable[[str], Iterable[Source]]) -> str:
    """The partition, if a configuration writes ARNs of one only: it can be applied nowhere else; otherwise empty."""
    named: set[bytes] = set()
    todo, seen = [folder], {folder}
    while todo and len(seen) <= _MAX_FILES:
        current = todo.pop()
        for source in read(current):
            named.update(_PARTITION.findall(source.data))
            fresh = {called for called in called_folders(current, source) if not called.startswith("..")} - seen
            seen |= fresh
            todo.extend(fresh)
    return named.pop().decode() if len(named) == 1 else ""


def _reaches(folder: str, calls: dict[str, set[str]], holding: set[str]) -> bool:
    todo, seen = [folder], {folder}
    while todo:
        current = todo.pop()
        if current in holding:
            return True
        fresh = calls.get(current, set()) - seen
        seen |= fresh
        todo.extend(fresh)
    return False


@dataclass(frozen=True)
class FolderReader:
    """Reads the configuration files directly in a folder, and the variables that Terraform reads by itself."""

    base: Path

    def __call__(self, folder: str) -> list[Source]:
        """The files of a folder in the order of their names."""
        found: list[Source] = []
        try:
            names = sorted(path.name for path in (self.base / folder).iterdir() if path.name.endswith(ENDINGS))
        except OSError:
            return found
        for name in names[:_MAX_FILES]:
            if name.endswith(".tfvars") and name != "terraform.tfvars" and not name.endswith(".auto.tfvars"):
                continue
            path = f"{folder}/{name}" if folder else name
            data = read_bytes(self.base, path, _MAX_BYTES)
            if isinstance(data, bytes):
                found.append(Source(path, data))
        return found

    def text(self, path: str) -> str | None:
        """The text of a file that a configuration reads; ``None`` if there is none, or it is too large."""
        data = read_bytes(self.base, path, _MAX_TEXT_BYTES)
        return data.decode("utf-8", errors="replace") if isinstance(data, bytes) else None
