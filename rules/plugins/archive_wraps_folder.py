"""The archive holds the plugins folder instead of what is in it.

Why
    MWAA unpacks the archive into `/usr/local/airflow/plugins`, and modules are imported from there. With the folder
    itself in the archive they land one level too deep: `import hooks` fails, wheels are not found by
    `--find-links /usr/local/airflow/plugins`, and paths to files are wrong.

Fix
    `cd plugins && zip -r ../plugins.zip .`

Bad
    # plugins.zip/plugins/hooks.py
    TIMEOUT = 10
    # plugins.zip/  # <- here

Good
    # plugins.zip/hooks.py
    TIMEOUT = 10
    # plugins.zip/operators/transfer.py
    BLOCK = 1024
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginsArchive
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["zip-holds-contents-not-folder"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive) -> Iterator[Finding]:
    archive.members  # noqa: B018 - an archive that cannot be listed is judged by another rule
    wrapper = archive.plugins.wrapper
    if not wrapper:
        return
    is_package = archive.archive.has(f"{wrapper}/__init__.py")
    example = next(iter(archive.plugins.files)).name
    yield Finding(
        archive,
        f"everything in `{archive.archive.path}` lies in the folder `{wrapper}`, one level too deep",
        evidence=(f"`{example}` becomes /usr/local/airflow/plugins/{wrapper}/{example}",),
        severity="warning" if is_package else None,
        fix=f"cd {wrapper} && zip -r ../plugins.zip .",
    )
