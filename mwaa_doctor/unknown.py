"""Values that cannot be known from what was given, and why."""

from __future__ import annotations

ONLY_SOME_FILES = "only some files were given: check the project's folder to judge this"


class Unknown(Exception):  # noqa: N818 - it is an answer, not an error
    """Raised when a rule asks for a value that is not known.

    The engine ends the rule for that subject with the outcome *not checked* and shows ``reason``;
    findings that the rule has already given are kept.  Rule authors need not catch it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
