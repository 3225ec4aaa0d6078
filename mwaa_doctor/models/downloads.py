"""Which commands of a shell script fetch something from the internet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_steps import Step

_REMOTE = re.compile(r"(?:https?|ftp|ssh|git)(?:\+\w+)?://(?:[^/@]*@)?([^/:]+)|git@([^:]+):")
_NEAR = re.compile(
    r"localhost|127\.|169\.254\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|.*\.amazonaws\.com(?:\.cn)?$"
)
_INSTALLS = ("install", "update", "upgrade", "groupinstall", "localinstall", "makecache", "reinstall")
_LOCAL_PACKAGE = (".rpm", ".whl", ".tar.gz", "/", "./", ".")


def pip_arguments(step: Step) -> tuple[str, ...] | None:
    """The words after ``pip``, also by ``python -m pip`` and ``uv pip``; ``None`` for other commands."""
    words, program = step.arguments, step.program
    if re.fullmatch(r"python[\d.]*", program) and words[:2] == ("-m", "pip"):
        return words[2:]
    if program == "uv" and words[:1] == ("pip",):
        return words[1:]
    return words if re.fullmatch(r"pip[\d.]*", program) else None


def pip_packages(arguments: tuple[str, ...]) -> list[str]:
    """What ``pip install`` is asked for: names, files and addresses, without options and their words."""
    found = []
    rest = iter(arguments[1:])
    for word in rest:
        if word in _PIP_WITH_WORD:
            next(rest, "")
        elif not word.startswith("-"):
            found.append(word)
    return found


_PIP_WITH_WORD = frozenset(
    (
        "-r", "--requirement", "-c", "--constraint", "-t", "--target", "--prefix", "--root", "-i", "--index-url",
        "--extra-index-url", "-f", "--find-links", "--trusted-host", "--cache-dir", "--timeout", "--retries", "--proxy",
        "--cert", "--python-version", "--platform", "--log", "--progress-bar", "--only-binary", "--no-binary",
    )
)  # fmt: skip


def download_of(step: Step) -> str:
    """What a command fetches from the internet, in words; an empty text if nothing or not surely."""
    program, arguments = step.program, step.arguments
    if program in ("yum", "dnf", "microdnf", "amazon-linux-extras"):
        return _system_packages(program, arguments)
    pip = pip_arguments(step)
    if pip is not None:
        return _python_packages(pip, step)
    if program in ("curl", "wget") or (program == "git" and "clone" in arguments) or program in ("rpm", "npm"):
        host = next(_remote_hosts(arguments), "")
        return f"`{program}` fetches from `{host}`" if host else ""
    return ""


def _system_packages(program: str, arguments: tuple[str, ...]) -> str:
    words = [word for word in arguments if not word.startswith("-")]
    if not words or words[0] not in _INSTALLS:
        return ""
    packages = words[1:]
    if packages and all(word.startswith(_LOCAL_PACKAGE[3:]) for word in packages):
        return ""
    return f"`{program} {words[0]}` fetches packages"


def _python_packages(arguments: tuple[str, ...], step: Step) -> str:
    if arguments[:1] != ("install",) or "--no-index" in arguments:
        return ""
    if any(name in ("PIP_NO_INDEX", "PIP_INDEX_URL") for name, _ in step.assignments):
        return ""
    if any(word.partition("=")[0] in ("-i", "--index-url") for word in arguments):
        return ""
    names = [word for word in pip_packages(arguments) if GAP not in word and not word.endswith(_LOCAL_PACKAGE)]
    names = [word for word in names if not word.startswith(_LOCAL_PACKAGE)]
    return f"`pip install {names[0]}` fetches packages" if names else ""


def _remote_hosts(arguments: tuple[str, ...]) -> Iterator[str]:
    for word in arguments:
        match = _REMOTE.match(word)
        host = (match[1] or match[2]) if match else ""
        if host and GAP not in host and not _NEAR.match(host):
            yield host
