"""Fetches wheels with pip into a cache folder and reads them without installing them.

Downloads go through pip, one process at a time, only for distributions that the pins name. Nothing from a wheel is ever
executed; source distributions are not fetched, because pip would have to run their build.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

Pin = tuple[str, str]
PLATFORMS = (
    "manylinux_2_34_x86_64",
    "manylinux_2_28_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux_2_26_x86_64",
    "manylinux_2_24_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
    "manylinux1_x86_64",
    "manylinux_2_5_x86_64",
    "linux_x86_64",
)


class DownloadError(Exception):
    """pip stopped for another reason than a missing wheel; the message is its last line."""


class WheelCache:
    """A folder of wheels, found by normalised name and version."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._wheels: dict[Pin, Path] = {}
        self._look()

    def _look(self) -> None:
        for path in sorted(self._folder.glob("*.whl")):
            try:
                name, version, _, _ = parse_wheel_filename(path.name)
            except InvalidWheelFilename:
                continue
            self._wheels[canonicalize_name(name), str(version)] = path

    def find(self, name: str, version: str) -> Path | None:
        """The wheel of this distribution, if it is in the folder."""
        from packaging.version import InvalidVersion, Version

        try:
            return self._wheels.get((canonicalize_name(name), str(Version(version))))
        except InvalidVersion:
            return None

    def fetch(self, pins: Iterable[Pin], python: str) -> list[Pin]:
        """Downloads what is missing for Python `python` (`3.11`) on Linux x86_64; returns what has no such wheel.

        Raises DownloadError if pip stops for another reason.
        Tries all at once first, then halves, since one pin without a wheel spoils a run of pip.
        """
        missing = sorted(pin for pin in set(pins) if self.find(*pin) is None)
        refused = list(self._fetch(missing, python))
        self._look()
        return refused

    def _fetch(self, pins: list[Pin], python: str) -> Iterator[Pin]:
        if not pins or self._download(pins, python):
            return
        if len(pins) == 1:
            yield pins[0]
            return
        middle = len(pins) // 2
        yield from self._fetch(pins[:middle], python)
        yield from self._fetch(pins[middle:], python)

    def _download(self, pins: list[Pin], python: str) -> bool:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--dest", str(self._folder)]
        # A late patch release: some distributions ask for more than the first one of a minor version.
        command += ["--python-version", f"{python}.17"]
        for platform in PLATFORMS:
            command += ["--platform", platform]
        command += [f"{name}=={version}" for name, version in pins]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - no shell
        if done.returncode and "No matching distribution found" not in done.stderr:
            raise DownloadError(done.stderr.strip().rpartition("\n")[2])
        return done.returncode == 0


def read_sources(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Path inside the wheel and content of every Python file, in the order of the paths."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".py") and ".data/" not in name and ".dist-info/" not in name:
                yield name, archive.read(name)


def import_names(wheel: Path) -> tuple[str, ...]:
    """The top-level names that installing `wheel` makes importable, sorted; read from its list of files."""
    names = set()
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            path = path.removeprefix(path.split("/", 1)[0] + "/purelib/") if ".data/purelib/" in path else path
            path = path.removeprefix(path.split("/", 1)[0] + "/platlib/") if ".data/platlib/" in path else path
            top, slash, rest = path.partition("/")
            if top.endswith((".dist-info", ".data", ".libs", ".egg-info")):
                continue
            if slash and rest and top.isidentifier() and _has_module(rest):
                names.add(top)
            elif not slash and (stem := _module_name(top)):
                names.add(stem)
    return tuple(sorted(names - {"__pycache__"}))


def _has_module(path: str) -> bool:
    return _module_name(path.rsplit("/", 1)[-1]) is not None


def _module_name(file_name: str) -> str | None:
    if file_name.endswith((".py", ".so", ".pyi")) and not file_name.endswith(".pyi"):
        stem = file_name.split(".", 1)[0]
        return stem if stem.isidentifier() else None
    return None
