"""What rules offer as repairs of the startup script: edits of words that are written out just as bash takes them."""

from __future__ import annotations

import codecs
import re

from mwaa_doctor.models.startup_script import StartupCommand, StartupScript, StartupSetting
from mwaa_doctor.rule import Edit

_WINDOWS_END = re.compile(rb"[^\r\n]*(\r\n|\n)")
_PLAIN = re.compile(r"[A-Za-z0-9_./:-]+")


def unix_line_ends(script: StartupScript) -> tuple[Edit, ...]:
    """LF in place of every CRLF; none if there are carriage returns elsewhere, which may be meant."""
    if b"\r" in script.data.replace(b"\r\n", b"") or script.data.startswith(codecs.BOM_UTF8):
        return ()
    found = []
    for number, match in enumerate(_WINDOWS_END.finditer(script.data), 1):
        if match[1] == b"\r\n":
            column = len(match[0].decode("utf-8", errors="replace")) - 1
            found.append(Edit(script.path, (number, column), (number + 1, 1), "\n"))
    return tuple(found)


def with_word(command: StartupCommand, word: str) -> tuple[Edit, ...]:
    """One more word at the end of a command."""
    place = command.place
    end = (place.end_line, place.end_column)
    return (Edit(place.path, end, end, f" {word}"),) if _is_written_out(command) else ()


def by_sudo(command: StartupCommand) -> tuple[Edit, ...]:
    """The command run by sudo; only one that has nothing before its program."""
    place = command.place
    start = (place.line, place.column)
    bare = command.step.words == command.step.plain
    return (Edit(place.path, start, start, "sudo "),) if bare and _is_written_out(command) else ()


def with_more(setting: StartupSetting, text: str) -> tuple[Edit, ...]:
    """More text at the end of the value of an assignment."""
    place = setting.place
    value = setting.setting.node.child_by_field_name("value")
    written = (value.text or b"").decode("utf-8", errors="replace") if value is not None else ""
    quoted = written.startswith('"') and written.endswith('"') and len(written) > 1
    inner = written[1:-1] if quoted else written
    if not _PLAIN.fullmatch(inner) or inner != setting.value:
        return ()
    end = (place.end_line, place.end_column - quoted)
    return (Edit(place.path, end, end, text),)


def exported(setting: StartupSetting) -> tuple[Edit, ...]:
    """``export`` before an assignment that is a statement by itself."""
    place, node = setting.place, setting.setting.node
    around = node.parent
    if around is None or around.type in ("command", "declaration_command", "variable_assignments"):
        return ()
    start = (place.line, place.column)
    return (Edit(place.path, start, start, "export "),)


def _is_written_out(command: StartupCommand) -> bool:
    """Whether the script has the very words, without quotes, variables and line breaks."""
    written = (command.step.node.text or b"").decode("utf-8", errors="replace")
    return written.split() == list(command.step.words) and "\n" not in written and "\\" not in written
