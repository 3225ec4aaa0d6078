"""What git does not track: the ``.gitignore`` files from the repository's top down."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

_MAX_BYTES = 1_000_000


class GitIgnore:
    """Answers whether git ignores a path. Outside a repository the files still count from ``top`` down."""

    def __init__(self, base: Path) -> None:
        self.top = repository_top(base) or base
        self._spec = cache(self._read)

    def _read(self, folder: str) -> Any:
        path = os.path.join(folder, ".gitignore")
        try:
            if not os.path.isfile(path) or os.path.getsize(path) > _MAX_BYTES:
                return None
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except OSError:
            return None
        import pathspec

        try:
            return pathspec.GitIgnoreSpec.from_lines(lines)
        except ValueError:
            return None

    def ignores(self, path: str, is_folder: bool) -> bool:
        """Whether git ignores an absolute path; the deepest ``.gitignore`` with an opinion decides."""
        folder = os.path.dirname(path)
        top = str(self.top)
        while folder.startswith(top):
            spec = self._spec(folder)
            if spec is not None:
                relative = os.path.relpath(path, folder).replace(os.sep, "/") + ("/" if is_folder else "")
                decided = spec.check_file(relative).include
                if decided is not None:
                    return bool(decided)
            if folder == top:
                break
            folder = os.path.dirname(folder)
        return False


def repository_top(path: Path) -> Path | None:
    """The top of the git repository around a path, or ``None``."""
    for folder in (path, *path.parents):
        if (folder / ".git").exists():
            return folder
    return None
