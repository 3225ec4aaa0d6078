"""A Python file that is not valid Python for the environment's interpreter."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown


@dataclass(frozen=True, slots=True)
class UnparsedFile:
    """A Python file that the parser refuses.

    ``newer_syntax`` is true if the text is valid for a newer Python than the one that it was judged by; ``judged_by``
    is that Python, the environment's own if it is known.
    """

    path: str
    role: str
    message: str
    place: Place
    newer_syntax: bool
    judged_by: tuple[int, int]

    stage: ClassVar[str] = "file"
    label: ClassVar[str] = "Python files"
    loading: ClassVar[str] = "any"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[UnparsedFile]:
        """The file itself."""
        return (source,) if isinstance(source, cls) else ()

    @property
    def is_too_new(self) -> bool:
        """Whether the text is valid, but not for the Python that it was judged by.

        Raises ``Unknown`` if that Python is newer than the one that runs this program, which then cannot tell.
        """
        if self.newer_syntax and self.judged_by > sys.version_info[:2]:
            wanted, own = (".".join(map(str, version)) for version in (self.judged_by, sys.version_info[:2]))
            raise Unknown(f"files for Python {wanted} need a mwaa-doctor that runs on it, this one runs on {own}")
        return self.newer_syntax
