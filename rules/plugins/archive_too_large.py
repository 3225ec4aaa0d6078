"""The archive unpacks to far more than its size, or is larger than MWAA advises.

Why
    Every container downloads and unpacks plugins.zip before it starts. Above 1 GB the start becomes slow. Members that
    share their data, or unpack to a hundred times their size, are the mark of an archive made to fill the disk.

Fix
    Build the archive from files that you know; keep large data in S3 and load them where they are used.

Bad
    # plugins.zip/data/matrix.bin
    <120000000 zero bytes>
    # plugins.zip/  # <- here

Good
    # plugins.zip/hooks.py
    TIMEOUT = 10
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule

_RATIO = 100
_MUCH = 100_000_000
_GB = 1_000_000_000


@rule(
    severity="error",
    covers=["plugins-size"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(plugins: PluginsArchive) -> Iterator[Finding]:
    archive = plugins.archive
    advised = facts.quotas()["plugins-zip"].value * _GB
    if archive.size > advised:
        message = f"`{archive.path}` has {archive.size / _GB:.1f} GB, MWAA advises less than {advised / _GB:.0f} GB"
        yield Finding(plugins, message, severity="info")
    members = plugins.members
    if archive.overlaps:
        yield Finding(plugins, f"members of `{archive.path}` share their data, as in an archive made to explode")
    elif archive.unpacked > max(_MUCH, _RATIO * archive.size):
        largest = max(members, key=lambda member: member.size)
        yield Finding(
            plugins,
            f"`{archive.path}` unpacks to {archive.unpacked / archive.size:,.0f} times its size",
            evidence=(
                f"{archive.size:,} bytes become {archive.unpacked:,}",
                f"the largest member is `{largest.shown}` with {largest.size:,} bytes",
            ),
        )
