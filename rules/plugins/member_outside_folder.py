"""A member of the archive would be written outside the plugins folder, or is a link.

Why
    Paths that are absolute or lead out by `..` are refused, renamed or, worse, followed when the archive is unpacked. A
    symbolic link becomes a small text file or points at something that the container does not have.

Fix
    Build the archive from inside the folder, without links: `cd plugins && zip -r ../plugins.zip .`.

Bad
    # plugins.zip/../airflow.cfg  # <- here
    [core]

Good
    # plugins.zip/config/airflow.cfg
    [core]
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://docs.python.org/3/library/zipfile.html#zipfile.ZipFile.extractall",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    for member in archive.members:
        if member.escape:
            yield Finding(archive.place_of(member), f"the path of `{member.shown}` {member.escape}")
        elif member.is_link:
            message = f"`{member.shown}` is a symbolic link, which unpacking does not make anew"
            yield Finding(archive.place_of(member), message, severity="warning")
