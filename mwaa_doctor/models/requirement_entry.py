"""One distribution that a requirements file asks for: by name, address, path or repository."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from mwaa_doctor.rule import Place

Kind = Literal["index", "url", "path", "repository", "editable"]

_NAMED = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\[\]]*)\])?\s*(.*)", re.ASCII | re.DOTALL)
_PIN = re.compile(r"\(?\s*={2,3}\s*([^\s,;#()*]+)\s*\)?")
_PLAIN = re.compile(r"==\s*\d+(?:\.\d+)*(?:(?:a|b|rc|\.post|\.dev)\d+)?", re.ASCII)
_SCHEME = re.compile(r"(?:(?P<vcs>git|hg|svn|bzr)(?:\+\w+)?|https?|file|ftp|ssh|sftp):", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=([^&]*)")
_EGG_NAME = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?(?:\[[^\]]*\])?", re.IGNORECASE | re.ASCII)
_ARCHIVE = re.compile(r"\.(?:whl|zip|tar\.(?:gz|bz2|xz|lz|lzma)|tgz|tar|tbz|txz|tlz)$", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")
_EXTRAS_BEHIND = re.compile(r"^(.+)(\[[^\[\]]+\])$")


class NotARequirement(Exception):  # noqa: N818 - what is wrong with a line of the user's
    """A text that pip cannot read as a requirement."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One distribution as it stands in the file.

    ``name`` is normalised, and empty where only the archive itself tells it.  ``pin`` is the exact version asked for,
    also that of a wheel's file name.  ``specifier`` and ``marker`` are texts as written; ``source`` is the address or
    path of one that no index is asked for.  ``line`` is the number that pip names, which is
    that of the first of several continued lines.
    """

    name: str
    extras: tuple[str, ...]
    pin: str | None
    line: int
    place: Place
    text: str
    spelling: str = ""
    specifier: str = ""
    marker: str = ""
    source: str = ""
    kind: Kind = "index"
    hashed: bool = False

    def __str__(self) -> str:
        return f"{self.spelling or self.source}{self.specifier.replace(' ', '')}"

    @property
    def fault(self) -> str:
        """Why pip refuses the version specifier or the marker, or an empty text.

        A line with a variable is not judged, its value is known in the environment alone.
        """
        if _VARIABLE.search(self.text):
            return ""
        if self.kind == "editable" or not self.spelling:
            return _source_fault(self.source, self.kind) or _marker_fault(self.marker)
        plain = not self.specifier or _PLAIN.fullmatch(self.specifier)
        if plain and not (self.marker or self.extras or self.source):
            return ""
        from packaging.requirements import InvalidRequirement
        from packaging.requirements import Requirement as Parsed

        try:
            Parsed(self.text)
        except InvalidRequirement as problem:
            return _reason(self.text, str(problem))
        return ""

    def applies(self, environment: Mapping[str, str]) -> bool:
        """Whether the marker holds in a marker environment; one that cannot be read does."""
        if not self.marker:
            return True
        from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

        try:
            return Marker(self.marker).evaluate(dict(environment))
        except (InvalidMarker, UndefinedEnvironmentName):
            return True

    def allows(self, version: str) -> bool:
        """Whether the specifier takes a version; one that cannot be read takes any."""
        from packaging.specifiers import InvalidSpecifier, SpecifierSet
        from packaging.version import InvalidVersion

        if self.pin == version:
            return True
        try:
            wanted = SpecifierSet(f"=={self.pin}" if self.source and self.pin else self.specifier.strip("() "))
            return wanted.contains(version, prereleases=True)
        except (InvalidSpecifier, InvalidVersion):
            return True

    @property
    def bounded(self) -> bool:
        """Whether something keeps the newest version out."""
        return bool(self.source) or re.search(r"==|<|~=", self.specifier) is not None


def normalise(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def marker_environment(python: tuple[int, int]) -> dict[str, str]:
    """What environment markers see on an image: CPython of this version on Linux, x86_64."""
    version = f"{python[0]}.{python[1]}"
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.9",  # the images hold late patch releases
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "5.10.0-amzn2.x86_64",
        "platform_system": "Linux",
        "platform_version": "#1 SMP",
        "python_full_version": f"{version}.9",
        "python_version": version,
        "sys_platform": "linux",
        "extra": "",
    }


def read_requirement(text: str, place: Place, line: int, *, hashed: bool = False) -> Requirement:
    """Read the part of a line before its options; raises ``NotARequirement``."""
    is_address = _SCHEME.match(text) is not None
    body, _, marker = text.partition("; " if is_address else ";")
    body, marker = body.strip(), marker.strip()
    named = _NAMED.fullmatch(body)
    rest = named[3] if named else ""
    if not is_address and not (named and rest.startswith("@")) and _is_path(body):
        return _from_source(text, body, marker, place, line, "path", hashed)
    if is_address:
        repository = (found := _SCHEME.match(body)) is not None and found["vcs"] is not None
        return _from_source(text, body, marker, place, line, "repository" if repository else "url", hashed)
    if named is None and _VARIABLE.search(body):
        return _from_source(text, body, marker, place, line, "path", hashed)
    if named is None:
        raise NotARequirement(_reason(body, "it has no name"))
    extras = tuple(normalise(extra.strip()) for extra in (named[2] or "").split(",") if extra.strip())
    if rest.startswith("@"):
        source = rest[1:].strip()
        scheme = _SCHEME.match(source)
        kind: Kind = "repository" if scheme and scheme["vcs"] else "url"
        pin = _wheel(_file_name(source, kind))[1]
        return Requirement(
            normalise(named[1]), extras, pin, line, place, text, named[1], "", marker, source, kind, hashed
        )
    pin_match = _PIN.fullmatch(rest)
    pin = pin_match[1] if pin_match else None
    return Requirement(normalise(named[1]), extras, pin, line, place, text, named[1], rest, marker, "", "index", hashed)


def read_editable(value: str, place: Place, line: int) -> Requirement:
    """Read what follows ``-e``."""
    named = _NAMED.fullmatch(value)
    if named is not None and named[3].startswith("@"):
        source, _, marker = named[3][1:].strip().partition(" ;")
        name = normalise(named[1])
        return Requirement(name, (), None, line, place, value, named[1], "", marker.strip(), source, "editable")
    egg = _EGG.search(value)
    return Requirement(
        normalise(egg[1].partition("[")[0]) if egg else "", (), None, line, place, value, "", "", "", value, "editable"
    )


def _from_source(text: str, body: str, marker: str, place: Place, line: int, kind: Kind, hashed: bool) -> Requirement:
    behind = _EXTRAS_BEHIND.match(body)
    source, extras_text = (behind[1], behind[2]) if behind and kind == "path" else (body, "")
    extras = tuple(normalise(extra.strip()) for extra in extras_text.strip("[]").split(",") if extra.strip())
    name, pin = _wheel(_file_name(source, kind))
    egg = _EGG.search(source) if kind != "path" else None
    name = name or (normalise(egg[1].partition("[")[0]) if egg else "")
    return Requirement(name, extras, pin, line, place, text, "", "", marker, source, kind, hashed)


def _file_name(source: str, kind: Kind) -> str:
    """The last part of a path or of an address without what follows the path in it."""
    if kind == "path":
        return source.rpartition("/")[2]
    return unquote(source.partition("#")[0].partition("?")[0].rpartition("/")[2])


def _wheel(file: str) -> tuple[str, str | None]:
    """Name and version in the file name of a wheel."""
    parts = file.removesuffix(".whl").split("-")
    if not file.endswith(".whl") or len(parts) not in (5, 6):
        return "", None
    return normalise(parts[0]), parts[1]


def _is_path(text: str) -> bool:
    """Whether pip takes a text for a path: the ending of an archive, or the look of a folder."""
    bare = _EXTRAS_BEHIND.sub(r"\1", text)
    return _ARCHIVE.search(bare) is not None or bare.startswith((".", "/"))


def _source_fault(source: str, kind: Kind) -> str:
    egg = _EGG.search(source) if kind != "path" else None
    if egg and not _EGG_NAME.fullmatch(egg[1]):
        return f"`{egg[1]}` behind `#egg=` is no name"
    file = _file_name(source, kind)
    if file.endswith(".whl"):
        from packaging.utils import InvalidWheelFilename, parse_wheel_filename

        try:
            parse_wheel_filename(file)
        except InvalidWheelFilename:
            return f"`{file}` is no name of a wheel: NAME-VERSION-PYTHON-ABI-PLATFORM.whl"
    return ""


def _marker_fault(marker: str) -> str:
    if not marker:
        return ""
    from packaging.markers import InvalidMarker, Marker

    try:
        Marker(marker)
    except InvalidMarker as problem:
        return _reason(marker, str(problem))
    return ""


def _reason(text: str, problem: str) -> str:
    if re.search(r"(?<![=<>!~])=(?!=)", text.partition(";")[0].partition("@")[0]):
        return "`=` is no operator, an exact version takes `==`"
    first = problem.splitlines()[0].strip().rstrip(".") if problem else "it cannot be read"
    return first[:1].lower() + first[1:]
