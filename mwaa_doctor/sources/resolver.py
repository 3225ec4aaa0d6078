"""Resolves a requirements file for an image: with pip where this Python is the image's, otherwise with uv.

This is the one place that asks package indexes, those of the user's own configuration.  Nothing is installed.
Source: https://pip.pypa.io/en/stable/cli/pip_install/ and https://docs.astral.sh/uv/pip/compile/
"""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from mwaa_doctor.facts.base_images import base_image
from mwaa_doctor.models.container_files import is_remote, lies_in, repository_path
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.requirement_entry import Requirement
from mwaa_doctor.models.resolution import Claim, Resolution
from mwaa_doctor.unknown import Unknown

_SECONDS = 600
_SIMPLE = 2
_MOST_REASONS = 5
_KEPT_OPTIONS = (
    "index-url", "extra-index-url", "no-index", "trusted-host", "pre", "prefer-binary", "no-binary", "only-binary",
)  # fmt: skip
_REQUESTED = re.compile(r"^\s+The user requested (?P<constraint>\(constraint\) )?(?P<wants>\S.*)$")
_DEPENDS = re.compile(r"^\s+(?P<who>\S+ \S+) depends on (?P<wants>\S.*)$")
_NOT_FOUND = re.compile(r"Could not find a version that satisfies the requirement (?P<wants>\S+)")
_NO_NETWORK = re.compile(
    r"Retrying \(|NewConnectionError|Name or service not known|Temporary failure|ConnectTimeout|ProxyError|"
    r"SSLError|error sending request|dns error|failed to fetch|HTTP (?:status|error).*\b(?:401|403|407|5\d\d)\b",
    re.IGNORECASE,
)
_UV_PLATFORMS = (17, 28, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)  # the N of manylinux_2_N that uv knows
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?\s*(.*)")
_UV_CAUSE = re.compile(r"[Bb]ecause (.+?),? we can conclude")
_UV_DEPENDS = re.compile(r"(?P<name>[\w.-]+(?:\[[^\]]*\])?)(?P<version>[<>=!~]\S+)? depends on (?P<wants>\S+)")
_UV_NAMED = re.compile(r"(?:you require )?(?P<wants>[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?[<>=!~]=?[^\s;]+)")
_UV_REQUIRED = re.compile(r"you require ([^\s,]+)")
_UV_MISSING = re.compile(r"there (?:is|are) no versions? of|was not found in|(?:is|are) available and you require")
_ADDRESS = re.compile(r"\S+://\S+")


def resolve(installation: Installation) -> Resolution:
    """Resolve one file; whatever goes wrong on the way ends in ``problem``."""
    try:
        return _resolve(installation)
    except Unknown as unknown:
        return Resolution(installation, problem=unknown.reason)


def _resolve(installation: Installation) -> Resolution:
    if installation.is_refused:
        raise Unknown("the packages are not resolved: pip refuses a line of the file")
    held = [entry for entry in installation.entries if installation.held(entry)]
    entries = [line for entry in installation.entries if entry not in held for line in _lines(entry, installation)]
    if not entries:
        return Resolution(installation, "the image")
    with tempfile.TemporaryDirectory(prefix="mwaa-doctor-") as folder:
        files = _write(installation, entries, held, Path(folder))
        if _is_image_python(installation):
            return _with_pip(installation, files, folder)
        uv = _uv()
        if uv:
            return _with_uv(installation, files, folder, uv)
    python = ".".join(map(str, installation.target.python))
    raise Unknown(f"the packages are not resolved: that takes Python {python} with pip, on Linux, or uv")


def _lines(entry: Requirement, installation: Installation) -> Iterator[str]:
    """The line to resolve; without the version if that is known to be refused, to find what else is wrong."""
    if not any(conflict.entry is entry for conflict in installation.conflicts()):
        yield _line(entry, installation)
    elif not entry.source:
        yield f"{entry.spelling}[{','.join(entry.extras)}]" if entry.extras else entry.spelling


def _line(entry: Requirement, installation: Installation) -> str:
    prefix = "-e " if entry.kind == "editable" else ""
    if not entry.source or is_remote(entry.source) or entry.kind == "repository":
        return f"{prefix}{entry.text}"
    path = repository_path(entry.source, installation.project)
    if path is None:
        raise Unknown(f"the packages are not resolved: `{entry.source}` is not among the files of the project")
    return f"{prefix}{installation.project.base / path}"


def _write(installation: Installation, entries: list[str], held: list[Requirement], folder: Path) -> list[str]:
    """Write the files that pip is given; returns the options that name them."""
    lines = []
    for option in installation.requirements.options:
        if option.name in _KEPT_OPTIONS:
            lines.append(f"--{option.name} {option.value}".rstrip())
        elif option.name == "find-links":
            lines.append(f"--find-links {_links(option.value, installation)}")
    (folder / "requirements.txt").write_text("\n".join([*lines, *entries]) + "\n", encoding="utf-8")
    (folder / "held.txt").write_text(
        "".join(f"{entry.spelling}{entry.specifier}\n" for entry in held), encoding="utf-8"
    )
    options = ["-r", "requirements.txt", "-c", "held.txt"]
    for number, layer in enumerate(installation.layers):
        name = f"constraints-{number}.txt"
        text = "".join(f"{key}{specifier}\n" for key, specifier in layer.specifiers.items() if specifier)
        (folder / name).write_text(text, encoding="utf-8")
        options += ["-c", name]
    if installation.unread:
        raise Unknown(f"the packages are not resolved: {installation.unread}")
    return options


def _links(value: str, installation: Installation) -> str:
    if is_remote(value):
        return value
    folder = next(iter(installation.project.plugin_folders), None) if lies_in("plugins", value) else None
    if folder is None:
        raise Unknown("the packages are not resolved: the wheels of plugins.zip are not unpacked for it")
    return str(installation.project.base / folder)


# -- pip ---------------------------------------------------------------------------------------------------------------


def _is_image_python(installation: Installation) -> bool:
    return (
        sys.version_info[:2] == installation.target.python
        and sys.implementation.name == "cpython"
        and sys.platform == "linux"
        and platform.machine() == "x86_64"
        and importlib.util.find_spec("pip") is not None
    )


def _with_pip(installation: Installation, files: list[str], folder: str) -> Resolution:
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--no-color", *files]
    code, said = _run(command, folder, {})
    python = ".".join(map(str, installation.target.python))
    tool = f"pip, for Python {python}"
    if code == 0:
        return Resolution(installation, tool)
    claims = tuple(_pip_claims(said))
    missing = _NOT_FOUND.search(said)
    return _judged(installation, tool, said, claims, missing["wants"] if missing else "")


def _pip_claims(said: str) -> Iterator[Claim]:
    for line in said.splitlines():
        requested, depends = _REQUESTED.match(line), _DEPENDS.match(line)
        found = requested or depends
        named = _NAME.match(found["wants"].replace(" and ", ",")) if found else None
        if named:
            who = depends["who"] if depends else ""
            yield Claim(who, named[1], named[2].split(";")[0].strip(), bool(requested and requested["constraint"]))


# -- uv ----------------------------------------------------------------------------------------------------------------


def _uv() -> str | None:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.is_file() else shutil.which("uv")


def _with_uv(installation: Installation, files: list[str], folder: str, uv: str) -> Resolution:
    image = base_image(str(installation.airflow))
    minor = image.glibc_version[1] if image is not None else _UV_PLATFORMS[0]
    glibc = max(known for known in _UV_PLATFORMS if known <= minor)
    python = ".".join(map(str, installation.target.python))
    command = [uv, "pip", "compile", "--no-header", "--color", "never", "--python-version", python]
    command += ["--python-platform", f"x86_64-manylinux_2_{glibc}"]
    command += ["--no-python-downloads", "-o", "resolved.txt", *files[1:]]
    environ = {
        f"UV_{name}": os.environ[f"PIP_{name}"]
        for name in ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS")
        if f"PIP_{name}" in os.environ and f"UV_{name}" not in os.environ
    }
    code, said = _run(command, folder, environ)
    tool = f"uv, for Python {python}"
    if code == 0:
        return Resolution(installation, tool)
    causes = _UV_CAUSE.findall(" ".join(said.split()))
    required = _UV_REQUIRED.search(causes[-1]) if causes else None
    if required is None:
        return _judged(installation, tool, said, (), "")
    if len(causes) == 1 and _UV_MISSING.search(causes[0]):
        return _judged(installation, tool, said, (), required[1])
    pair = _pair([claim for cause in causes for claim in _uv_claims(cause)]) if len(causes) <= _SIMPLE else ()
    if pair:
        return _judged(installation, tool, said, pair, "")
    return Resolution(installation, tool, unfit=required[1], reasons=tuple(causes[:_MOST_REASONS]))


def _pair(claims: list[Claim]) -> tuple[Claim, ...]:
    """The one thing of which two want something else, where uv's few sentences speak of no more."""
    for one in claims:
        for other in claims:
            same = one.name.lower() == other.name.lower() and str(one) != str(other)
            if same and not other.who and one is not other:
                return one, other
    return ()


def _uv_claims(causes: str) -> Iterator[Claim]:
    rest = causes
    for found in _UV_DEPENDS.finditer(causes):
        named = _NAME.match(found["wants"])
        if named:
            version = found["version"] or ""  # a range stands for several versions
            who = f"{found['name']} {version[2:]}" if version.startswith("==") else found["name"]
            yield Claim(who, named[1], named[2].rstrip(","))
            rest = rest.replace(found[0], "")
    for found in _UV_NAMED.finditer(rest):
        named = _NAME.match(found["wants"])
        if named:
            yield Claim("", named[1], named[2].rstrip(","))


# -- both --------------------------------------------------------------------------------------------------------------


def _run(command: list[str], folder: str, environ: Mapping[str, str]) -> tuple[int, str]:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs; what comes from the project is in files
            command,
            cwd=folder,
            env={**os.environ, **environ},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unknown(f"the packages are not resolved: it took more than {_SECONDS // 60} minutes") from None
    except OSError as problem:
        raise Unknown(f"the packages are not resolved: {problem.strerror}") from None
    return done.returncode, f"{done.stdout}\n{done.stderr}"


def _judged(installation: Installation, tool: str, said: str, claims: tuple[Claim, ...], missing: str) -> Resolution:
    lacking = _only_missing(claims) if claims else missing
    if claims and not lacking:
        return Resolution(installation, tool, claims)
    if _NO_NETWORK.search(said):
        raise Unknown("the packages are not resolved: a package index cannot be reached or refuses the login")
    if lacking:
        return Resolution(installation, tool, missing=lacking)
    errors = [line for line in said.splitlines() if line.lower().startswith("error")]
    last = _ADDRESS.sub("an address", errors[0][:200]) if errors else "without a word"
    raise Unknown(f"the packages are not resolved: {tool.partition(',')[0]} ended with `{last}`")


def _only_missing(claims: tuple[Claim, ...]) -> str:
    """The version that all claims agree on, so that it must be missing in the index; otherwise an empty text."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if len({claim.name.lower() for claim in claims}) != 1:
        return ""
    pins = [claim.specifier[2:] for claim in claims if re.fullmatch(r"==[^,*]+", claim.specifier)]
    try:
        agreed = pins and all(SpecifierSet(claim.specifier).contains(pins[0], prereleases=True) for claim in claims)
    except InvalidSpecifier:
        return ""
    return f"{claims[0].name}=={pins[0]}" if agreed else ""
