"""Source lines for reports, with every credential of their file taken out first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mwaa_doctor.models.python_file import PythonFile, SyntaxFault, decode, parse
from mwaa_doctor.models.redaction import hidden_texts, redact
from mwaa_doctor.models.secrets import find_script_secrets, find_secrets, written_secrets
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes

MAX_LINE = 240


class Excerpts:
    """Lines of the project's files, read when they are first asked for; ``clean`` redacts any other text."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.lines: dict[str, list[str]] = {}
        self.pending: dict[str, PythonFile] = {}
        self.unread: dict[str, str] = {}
        self.secrets: set[str] = set()

    def add(self, path: str, source: bytes, file: PythonFile | None = None) -> None:
        """Offer a file that is at hand, so that it need not be read again."""
        self.lines[path] = decode(source).lstrip("\ufeff").splitlines() if file is None else file.lines
        if file is not None:
            self.pending[path] = file
        else:
            self.unread[path] = "\n".join(self.lines[path])

    def hide(self, secrets: Iterable[str]) -> None:
        """Leave out these texts wherever they occur."""
        self.secrets.update(secrets)

    def clean(self, text: str) -> str:
        """A text without the credentials of the files looked at so far, nor anything that has the shape of one."""
        for path in list(self.pending):
            file = self.pending.pop(path)
            self.secrets.update(hidden_texts(find_secrets(file)))
        for path in list(self.unread):
            raw = self.unread.pop(path)
            self.secrets.update(written_secrets(raw))
            if path.endswith(".sh"):
                self.secrets.update(hidden_texts(find_script_secrets(ShellScript(path, raw))))
        return redact(text, self.secrets)

    def of(self, place: Place) -> tuple[str, ...]:
        """The line at a place; nothing for a file as a whole."""
        if not place.line:
            return ()
        if place.path not in self.lines:
            self._read(place.path)
        lines = self.lines[place.path]
        return (self.clean(lines[place.line - 1])[:MAX_LINE],) if place.line <= len(lines) else ()

    def _read(self, path: str) -> None:
        data = read_bytes(self.base, path)
        if not isinstance(data, bytes):
            self.lines[path] = []
            return
        if not path.endswith(".py"):
            self.add(path, data)
            return
        try:
            tree = parse(data)
            self.add(path, data, None if isinstance(tree, SyntaxFault) else PythonFile(path, data, tree))
        except (RecursionError, MemoryError):
            self.lines[path] = []
