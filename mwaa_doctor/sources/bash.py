"""Asks bash, where it is installed, whether a script is written in its syntax; the script is read and never run."""

from __future__ import annotations

import re

from mwaa_doctor.unknown import Unknown

_MESSAGE = re.compile(r"^[^\n]*?line (\d+): ([^\n]*)", re.MULTILINE)
_SECONDS = 10


def syntax_fault(data: bytes) -> tuple[int, str] | None:
    """The line of the first fault and what bash says of it; ``None`` if there is none.

    Raises ``Unknown`` if there is no bash to ask.
    """
    import subprocess  # costs more than most scripts need, which the grammar knows in full
    from shutil import which

    bash = which("bash")
    if bash is None:
        raise Unknown("whether bash takes the syntax: there is no bash here")
    try:
        done = subprocess.run(  # noqa: S603 - bash -n reads the script and runs none of it; it gets no environment
            [bash, "--norc", "--noprofile", "-n", "-"],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env={"LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Unknown("whether bash takes the syntax: it gave no answer") from None
    if done.returncode == 0:
        return None
    match = _MESSAGE.search(done.stderr.decode("utf-8", errors="replace"))
    return (int(match[1]), match[2].strip()) if match else (1, "it is no script of bash")
