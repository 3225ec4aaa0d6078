"""The operating systems under the images of MWAA.

Source: https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mwaa_doctor.facts.reading import read_rows
from mwaa_doctor.facts.versions import release


@dataclass(frozen=True, slots=True)
class BaseImage:
    """An operating system: `glibc` is the version of its C library, `package_manager` what installs its packages."""

    name: str
    glibc: str
    package_manager: str
    source: str

    @property
    def glibc_version(self) -> tuple[int, int]:
        """The version of the C library in numbers."""
        major, minor = self.glibc.split(".")
        return int(major), int(minor)


@cache
def base_image(version: str) -> BaseImage | None:
    """The operating system under Airflow `version` on MWAA; None if that is not known."""
    known = release(version)
    rows = read_rows("base_images.toml", "image", BaseImage)
    return next((row for row in rows if known is not None and row.name == known.base_os), None)
