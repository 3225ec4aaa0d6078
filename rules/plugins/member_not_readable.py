"""A file in the archive is not readable by Airflow.

Why
    The archive keeps the rights that the files had when they were packed. Without the right to read, importing or
    opening them ends in "Permission denied".

Fix
    `chmod -R 755 . && zip -r ../plugins.zip .` in the plugins folder.

Bad
    # plugins.zip/hooks.py  # <- here
    <mode 200>
    TIMEOUT = 10

Good
    # plugins.zip/hooks.py
    <mode 644>
    TIMEOUT = 10
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule

_READ = 0o444
_READ_AND_ENTER = 0o555
_OWNER = 0o700


@rule(
    severity="warning",
    covers=["zip-permissions"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    for member in archive.members:
        if member.mode is None or member.is_link or not member.mode & 0o777:
            continue
        needed = _READ_AND_ENTER if member.is_folder else _READ
        if member.mode & needed != needed:
            rights = f"{member.mode & 0o777:03o}"
            message = f"`{member.shown}` has the rights {rights}, not everybody may read it"
            # Who unpacks the archive owns the files; the manual advises rights for everybody all the same.
            owner_may = member.mode & needed & _OWNER == needed & _OWNER
            yield Finding(archive.place_of(member), message, severity="info" if owner_may else None, cause=rights)
