"""The archive holds two files of one name.

Why
    Unpacking leaves the last one, tools that list the archive show the first. Which code runs is then not what one
    sees. It comes from adding to an existing archive by a program that does not replace.

Fix
    Delete plugins.zip before it is built, so that nothing old stays in it.

Bad
    # plugins.zip/hooks.py  # <- here
    TIMEOUT = 10
    # plugins.zip/./hooks.py
    TIMEOUT = 60

Good
    # plugins.zip/hooks.py
    TIMEOUT = 10
    # plugins.zip/sensors.py
    TIMEOUT = 60
"""

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule

if TYPE_CHECKING:
    from mwaa_doctor.sources.archives import Member


@rule(
    severity="warning",
    source="https://docs.python.org/3/library/zipfile.html#zipfile.ZipFile.writestr",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    first: dict[str, Member] = {}
    for member in archive.members:
        if not member.is_file:
            continue
        name = posixpath.normpath(member.name)
        known = first.setdefault(name, member)
        if known is not member and known.crc != member.crc:
            message = f"`{known.shown}` is in the archive more than once, with different content"
            yield Finding(archive.place_of(known), message, cause=name)
