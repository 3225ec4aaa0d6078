"""plugins.zip holds a binary for another system or processor.

Why
    Containers run Linux on x86_64. A library of macOS, Windows or ARM is refused with "invalid ELF header" or "cannot
    open shared object file", in the first task that needs it.

Fix
    Take the files from an image of the same Amazon Linux, or a Linux x86_64 download of the maker.

Bad
    # plugins.zip/driver/odbc.dll  # <- here
    a library
    # plugins.zip/driver/libodbc.dylib  # <- here
    a library

Good
    # plugins.zip/driver/libodbc.so.2
    a library
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginFile, PluginsArchive
from mwaa_doctor.rule import Finding, rule

_ENDINGS = {".dll": "Windows", ".exe": "Windows", ".pyd": "Windows", ".dylib": "macOS"}
_MACH_O = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_ELF = b"\x7fELF"
_X86_64 = 62


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    archive.members  # noqa: B018 - an archive that cannot be listed is judged by another rule
    for file in archive.plugins.files:
        if file.folder.endswith(("/distlib", "/setuptools")):  # these carry launchers of Windows on every system
            continue
        ending = next((ending for ending in _ENDINGS if file.name.endswith(ending)), "")
        system = _ENDINGS[ending] if ending else _system(archive, file)
        if system:
            yield Finding(file, f"`{file.name}` is for {system}, containers run Linux on x86_64", cause=system)


def _system(archive: PluginsArchive, file: PluginFile) -> str:
    """What a shared library is for, by its first bytes, if not Linux on x86_64."""
    if not file.is_library or file.member is None:
        return ""
    head = archive.archive.head(file.member.name, 20)
    if head.startswith(_MACH_O):
        return "macOS"
    if head.startswith(_ELF) and len(head) == 20 and int.from_bytes(head[18:20], "little") != _X86_64:
        return "another processor"
    return ""
