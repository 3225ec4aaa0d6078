"""The Airflow versions that Amazon MWAA offers or offered, and the moves between them.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html and upgrading-environment.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mwaa_doctor.facts.reading import read_rows

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Release:
    """One Airflow version on MWAA. `python` is major.minor; `end_of_support` is None if AWS has announced no day."""

    version: str
    python: str
    airflow_release: date
    mwaa_release: date
    status: str
    """`supported` or `deprecated`, as the manual said on the day of the check."""
    base_os: str
    constraints_url: str
    end_of_support: date | None = None
    image_public: bool = False
    """Whether the source of the image is published; otherwise some facts of this version are not known."""
    note: str | None = None
    source: str = "https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html"

    @property
    def major(self) -> int:
        """The first number of the version."""
        return int(self.version.split(".", 1)[0])

    @property
    def supported(self) -> bool:
        """Whether environments of this version could be created on the day of the check."""
        return self.status == "supported"


@dataclass(frozen=True, slots=True)
class UpgradeRule:
    """Whether environments move in place from versions like `current` to versions like `target`.

    Both are a version, the beginning of one, or `*`. `via` is the version to go to first where the move is refused.
    """

    name: str
    current: str
    target: str
    allowed: bool
    reason: str
    source: str
    target_status: str | None = None
    via: str | None = None

    def fits(self, current: Release, target: Release) -> bool:
        """Whether this row speaks of the move from `current` to `target`."""
        return (
            _begins(current.version, self.current)
            and _begins(target.version, self.target)
            and self.target_status in {None, target.status}
        )


def releases() -> tuple[Release, ...]:
    """Every Airflow version known on MWAA, oldest first, deprecated ones included."""
    return read_rows("releases.toml", "release", Release)


@cache
def release(version: str) -> Release | None:
    """The release with exactly this version (`2.10.3`), or None: then nothing is known of it.

    A version newer than the newest known one is None as well; it must not be treated like the newest.
    """
    return next((known for known in releases() if known.version == version), None)


def upgrade_rules() -> tuple[UpgradeRule, ...]:
    """The rules for changing the Airflow version of an environment; the first that fits a move decides."""
    return read_rows("upgrade_rules.toml", "rule", UpgradeRule)


def upgrade_rule(current: str, target: str) -> UpgradeRule | None:
    """The rule that decides on the move from version `current` to `target`; None if either version is unknown."""
    before, after = release(current), release(target)
    if before is None or after is None:
        return None
    return next((rule for rule in upgrade_rules() if rule.fits(before, after)), None)


def _begins(version: str, pattern: str) -> bool:
    return pattern == "*" or version == pattern or version.startswith(pattern + ".")
