"""Results of earlier runs, by content: read with suspicion, replaced as a whole.

One file per project.  Its first line is the digest of the rest, so a damaged or half-written file is noticed and built
anew; it is replaced in one step, so two runs at once cannot mix.  Nothing in it is executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from mwaa_doctor import __version__
from mwaa_doctor.file_check import FileResult, digest
from mwaa_doctor.project import Project, SourceRef
from mwaa_doctor.rule import Rule

_FORMAT = "mwaa-doctor-cache-3"
_MAX_BYTES = 256 * 1024 * 1024


def cache_folder() -> Path:
    """Where results are kept: ``MWAA_DOCTOR_CACHE_DIR``, else the user's cache folder."""
    given = os.environ.get("MWAA_DOCTOR_CACHE_DIR")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_cache_dir("mwaa-doctor"))


def fingerprint_of(project: Project, rules: list[Rule]) -> str:
    """The identity of everything beside the files themselves that decides their results."""
    parts: list[Any] = [_FORMAT, __version__, repr(project.target), project.complete]
    parts.extend((repr(project.requirements), sorted(project.startup_exports)))
    parts.extend((rule.name, rule.origin) for rule in rules)
    parts.extend((root, sorted(project.module_names(root))) for root in (*project.import_roots, ""))
    if project.plugins is not None and project.plugins.archive is not None:
        parts.append(repr(project.plugins.archive))
    folders = {str(Path(__file__).parent)}
    for rule in rules:
        source = rule.check.__code__.co_filename
        folders.add(os.path.dirname(source))
    for folder in sorted(folders):
        parts.extend(_stamps(folder))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _stamps(folder: str) -> list[tuple[str, int, int]]:
    found = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            try:
                status = os.stat(os.path.join(path, name))
            except OSError:
                continue
            found.append((os.path.join(path, name), status.st_mtime_ns, status.st_size))
    return found


class ResultCache:
    """The results known for one project; ``get`` answers only if nothing that decided a result has changed."""

    def __init__(self, project: Project, fingerprint: str) -> None:
        self.project = project
        self.fingerprint = fingerprint
        name = hashlib.sha256(str(project.base).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        self.path = cache_folder() / f"{name}.json"
        self.known: dict[str, Any] = self._load()
        self.fresh: dict[str, Any] = {}
        self.digests: dict[str, str] = {}
        self.changed = False

    def _load(self) -> dict[str, Any]:
        try:
            if self.path.stat().st_size > _MAX_BYTES:
                return {}
            head, _, body = self.path.read_bytes().partition(b"\n")
            if head != hashlib.sha256(body).hexdigest().encode():
                return {}
            data = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(data, dict) or data.get("fingerprint") != self.fingerprint:
            return {}
        files = data.get("files")
        return files if isinstance(files, dict) else {}

    def get(self, ref: SourceRef) -> FileResult | None:
        """The stored result of a file, if it still holds."""
        entry = self.known.get(ref.path)
        if entry is None:
            return None
        try:
            if entry["ref"] != _identity(ref) or entry["digest"] != self._digest(ref.path):
                return None
            result = FileResult.from_json(entry["result"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        if any(self._digest(path) != known for path, known in result.needs.items()):
            return None
        if any(self.project.has(path) != known for path, known in result.asked.items()):
            return None
        self.fresh[ref.path] = entry
        return result

    def put(self, ref: SourceRef, result: FileResult) -> None:
        """Remember a result; those with a crash or an unreadable file are not kept."""
        self.changed = True
        if result.problem is None and not any(tally.crashes for tally in result.outcomes.tallies.values()):
            known = self._digest(ref.path)
            self.fresh[ref.path] = {"ref": _identity(ref), "digest": known, "result": result.to_json()}

    def save(self) -> None:
        """Write everything back in one step; a folder that cannot be written to is no fault."""
        if not self.changed and self.fresh.keys() == self.known.keys():
            return
        body = json.dumps({"fingerprint": self.fingerprint, "files": self.fresh}, separators=(",", ":")).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            os.replace(temporary, self.path)
        except OSError:
            os.unlink(temporary)

    def _digest(self, path: str) -> str:
        if path not in self.digests:
            data = self.project.read(path)
            self.digests[path] = digest(data) if isinstance(data, bytes) else ""
        return self.digests[path]


def _identity(ref: SourceRef) -> list[Any]:
    return [ref.kind, ref.role, ref.module, ref.root, ref.ignored]
