"""The archive holds what operating systems, editors and Python leave behind.

Why
    `__MACOSX` holds a hidden `._name.py` for each file, which Airflow takes for a plugin and cannot read; compiled
    files of another Python are dead weight; `.git` publishes the history of the repository.

Fix
    `zip -r ../plugins.zip . -x '*__pycache__*' -x '*.DS_Store' -x '__MACOSX/*'`, or delete them from the archive:
    `zip -d plugins.zip '__MACOSX/*'`.

Bad
    # plugins.zip/hooks.py
    TIMEOUT = 10
    # plugins.zip/__MACOSX/._hooks.py  # <- here
    x
    # plugins.zip/operators/.DS_Store  # <- here
    x

Good
    # plugins.zip/hooks.py
    TIMEOUT = 10
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mwaa_doctor.models.plugins import PluginsArchive, is_junk
from mwaa_doctor.rule import Finding, rule

if TYPE_CHECKING:
    from mwaa_doctor.sources.archives import Member

_HARMFUL = ("__MACOSX", ".git", ".svn")


@rule(
    severity="warning",
    covers=["zip-holds-contents-not-folder"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    kinds: dict[str, list[Member]] = {}
    for member in archive.members:
        if member.is_file and is_junk(member.name):
            kinds.setdefault(_kind(member.name), []).append(member)
    for kind, members in kinds.items():
        more = f" ({len(members)} files)" if len(members) > 1 else ""
        message = f"`{archive.archive.path}` holds `{kind}`{more}, which has no use there"
        where = archive.place_of(members[0])
        yield Finding(where, message, severity=None if kind in _HARMFUL else "info", cause=kind)


def _kind(name: str) -> str:
    parts = name.split("/")
    return next((part for part in parts if is_junk(part)), parts[-1])
