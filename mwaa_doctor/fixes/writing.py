"""Puts repaired files in place: in one step each, and only if nobody has changed them meanwhile."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from mwaa_doctor.fixes.source_text import NotEditable


def replace_file(base: Path, path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file below ``base``, keeping its mode; raises ``NotEditable``.

    A link is followed to its target, unless that lies outside of ``base``.
    """
    target = os.path.realpath(base / path)
    top = os.path.realpath(base)
    if os.path.commonpath([top, target]) != top:
        raise NotEditable("it is a link out of the project")
    try:
        with open(target, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NotEditable("it is no regular file")
            if file.read() != before:
                raise NotEditable("it was changed meanwhile")
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".mwaa-doctor-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(stat.S_IMODE(status.st_mode))
            os.replace(temporary, target)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as problem:
        raise NotEditable(f"it cannot be written: {problem.strerror or problem}") from None
