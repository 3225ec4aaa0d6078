"""Whether code that this interpreter refuses is valid for a newer Python.

The parser behind it is native and recursive: code that is nested thousands of levels deep ends the process. Only small
sources are parsed here, where that depth is out of reach; the others in a process of their own, which may die.
"""

from __future__ import annotations

import os
import subprocess
import sys

_SMALL = 2_000
_SECONDS = 20


def is_newer(source: bytes, *, about_strings: bool) -> bool:
    """Whether a parser of newer Python takes the source, and finds a part in it that is newer.

    ``about_strings``: what was refused is a string, so that taking it is enough.
    """
    if len(source) <= _SMALL:
        return _parses(source, about_strings=about_strings)
    command = [sys.executable, "-m", __name__, *(["strings"] if about_strings else [])]
    try:
        outcome = subprocess.run(  # noqa: S603 - this module, by this interpreter
            command, input=source, capture_output=True, timeout=_SECONDS, cwd=os.path.abspath(os.sep), check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return outcome.returncode == 0


def _parses(source: bytes, *, about_strings: bool) -> bool:
    import libcst
    import libcst.matchers as m

    try:
        module = libcst.parse_module(source)
        newer = m.TypeAlias() | m.TypeParameters() | m.TryStar() | m.TemplatedString()
        return about_strings or bool(m.findall(module, newer))
    except Exception:  # noqa: BLE001 - the parser's native part raises more than its documented error
        return False


if __name__ == "__main__":
    sys.exit(0 if _parses(sys.stdin.buffer.read(), about_strings="strings" in sys.argv) else 1)
