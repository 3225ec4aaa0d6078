"""The archive of plugins cannot be unpacked.

Why
    MWAA unpacks plugins.zip when a container starts. A file that is cut off, no zip at all or encrypted leaves the
    environment without plugins and wheels, and the update fails or every import from it does.

Fix
    Build the archive anew, `cd plugins && zip -r ../plugins.zip .`, and check it with `unzip -t plugins.zip`.

Bad
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # plugins.zip  # <- here
    This is the page of an error, stored under the name of an archive.

Good
    # plugins.zip/warehouse.py
    HOST = "warehouse.example.com"
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    if archive.archive.fault:
        yield Finding(archive, f"`{archive.archive.path}` {archive.archive.fault}")
        return
    locked = [member for member in archive.members if member.encrypted]
    if locked:
        yield Finding(
            archive.place_of(locked[0]),
            f"`{locked[0].shown}` in `{archive.archive.path}` is encrypted and cannot be unpacked by MWAA",
            evidence=(f"{len(locked)} of {len(archive.members)} members are encrypted",),
            cause=archive.archive.path,
        )
