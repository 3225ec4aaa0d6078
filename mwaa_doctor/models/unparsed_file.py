"""A Python file that is not valid Python for the environment's interpreter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mwaa_doctor.rule import Place


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

    @classmethod
    def subjects(cls, source: Any) -> Iterable[UnparsedFile]:
        """The file itself."""
        return (source,) if isinstance(source, cls) else ()
