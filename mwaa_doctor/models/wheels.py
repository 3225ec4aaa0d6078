"""Wheels and source distributions by their file names, and whether a wheel fits the environment's image."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mwaa_doctor.facts.base_images import base_image
from mwaa_doctor.target import Target
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from packaging.tags import Tag
    from packaging.version import Version

_SDIST = (".tar.gz", ".tgz", ".tar.bz2")
_OLD_NAMES = {(2, 5): "manylinux1", (2, 12): "manylinux2010", (2, 17): "manylinux2014"}
_MACHINE = "x86_64"


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel's file name, read: normalised distribution, version, and the tags that it claims to fit."""

    filename: str
    name: str
    version: Version
    tags: frozenset[Tag]

    def fits(self, target: Target) -> bool:
        """Whether pip in the environment would take it; raises ``Unknown`` without a known version."""
        return not self.tags.isdisjoint(supported_tags(target))

    def misfit(self, target: Target) -> str:
        """Why the wheel does not fit, in words; an empty text if it does.  Raises ``Unknown`` like ``fits``."""
        if self.fits(target):
            return ""
        supported = supported_tags(target)
        platforms = {tag.platform for tag in supported}
        interpreters = {(tag.interpreter, tag.abi) for tag in supported}
        python = ".".join(map(str, target.python))
        if all((tag.interpreter, tag.abi) not in interpreters for tag in self.tags):
            wanted = _listed({f"{tag.interpreter}-{tag.abi}" for tag in self.tags})
            return f"is built for {wanted}, and the environment runs Python {python}"
        wanted = _listed({tag.platform for tag in self.tags} - platforms)
        image = base_image(str(target.airflow))
        system = f"{image.name} (glibc {image.glibc}) on {_MACHINE}" if image is not None else f"Linux on {_MACHINE}"
        return f"is built for {wanted}, and the environment is {system}"


@dataclass(frozen=True, slots=True)
class SourceDistribution:
    """The file name of a source distribution, read."""

    filename: str
    name: str
    version: Version


def _listed(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in sorted(names)[:3])


def read_wheel(filename: str) -> Wheel | None:
    """Read a wheel's file name, without folders; ``None`` if pip would not take it for a wheel."""
    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    if not filename.endswith(".whl") or len(filename) > 300:
        return None
    try:
        name, version, _, tags = parse_wheel_filename(filename)
    except (InvalidWheelFilename, ValueError):
        return None
    return Wheel(filename, str(name), version, tags)


def read_sdist(filename: str) -> SourceDistribution | None:
    """Read the file name of a source distribution, without folders; ``None`` for anything else."""
    from packaging.utils import InvalidSdistFilename, canonicalize_name, parse_sdist_filename
    from packaging.version import InvalidVersion, Version

    if len(filename) > 300:
        return None
    try:
        name, version = parse_sdist_filename(filename)
        return SourceDistribution(filename, str(name), version)
    except (InvalidSdistFilename, ValueError):
        pass
    stem = next((filename[: -len(ending)] for ending in _SDIST if filename.endswith(ending)), "")
    project, _, number = stem.rpartition("-")
    try:
        return SourceDistribution(filename, str(canonicalize_name(project)), Version(number)) if project else None
    except InvalidVersion:
        return None


def supported_tags(target: Target) -> frozenset[Tag]:
    """The tags of wheels that pip takes in the environment's image; raises ``Unknown`` without a known version."""
    image = base_image(str(target.airflow))
    if image is None:
        raise Unknown(f"the operating system of the image of Airflow {target.airflow} is not known")
    return _supported_tags(target.python, image.glibc_version)


@cache
def _supported_tags(python: tuple[int, int], glibc: tuple[int, int]) -> frozenset[Tag]:
    from packaging.tags import compatible_tags, cpython_tags

    platforms = []
    for minor in range(glibc[1], 4, -1):
        platforms.append(f"manylinux_{glibc[0]}_{minor}_{_MACHINE}")
        old = _OLD_NAMES.get((glibc[0], minor))
        if old is not None:
            platforms.append(f"{old}_{_MACHINE}")
    platforms.append(f"linux_{_MACHINE}")
    # pip of that interpreter also takes the ABI with the letter m, which Python had until 3.7.
    letter = "m" if python < (3, 8) else ""
    number = "".join(map(str, python))
    return frozenset(
        (
            *cpython_tags(python, [f"cp{number}{letter}"], platforms),
            *compatible_tags(python, f"cp{number}", platforms),
        )
    )
