"""The day of the run, for rules about what ends on a certain day; rules themselves do not read the clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which the project is judged."""

    date: datetime.date

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "today's date"
