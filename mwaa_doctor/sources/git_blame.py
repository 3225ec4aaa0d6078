"""Since when lines stand in a file, as git tells: read only, within bounds, and nothing of the repository is run."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

_LINE = re.compile(rb"^([0-9a-f]{40,64}) \d+ (\d+)")
_MOST_LINES = 200
_SECONDS = 10.0


def line_dates(base: Path, path: str, lines: Iterable[int]) -> dict[int, datetime.date]:
    """The day on which each line was last committed; lines that are not, or that git cannot tell of, are left out."""
    wanted = [f"-L{line},{line}" for line in sorted(set(lines))[:_MOST_LINES] if line > 0]
    if not wanted:
        return {}
    command = ["git", "-c", "core.fsmonitor=false", "blame", "--line-porcelain", "--no-textconv", *wanted, "--", path]
    env = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, its only argument stands behind `--`
            command, cwd=base, env=env, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return _read(done.stdout) if done.returncode == 0 else {}


def _read(porcelain: bytes) -> dict[int, datetime.date]:
    found: dict[int, datetime.date] = {}
    line, committed = 0, False
    for row in porcelain.split(b"\n"):
        head = _LINE.match(row)
        if head:
            line, committed = int(head[2]), bool(head[1].strip(b"0"))
        elif row.startswith(b"committer-time ") and committed:
            try:
                stamp = datetime.datetime.fromtimestamp(int(row.partition(b" ")[2]), datetime.timezone.utc)
            except (ValueError, OverflowError, OSError):
                continue
            found[line] = stamp.date()
    return found
