"""plugins.zip and the plugins folder are out of step.

Why
    MWAA runs what is in the archive; the folder beside it is what people read and change. A module that differs or is
    missing means that the archive was not built again: the environment goes on running the old code.

Fix
    Build the archive from the folder, best in the pipeline that uploads it, and do not keep it in the repository:
    `rm -f plugins.zip && cd plugins && zip -r ../plugins.zip .`

Bad
    # plugins/hooks.py
    TIMEOUT = 60
    # plugins.zip/hooks.py  # <- here
    TIMEOUT = 10
    ---
    # plugins/hooks.py
    TIMEOUT = 60
    # plugins/sensors.py  # <- here
    POKE = 30
    # plugins.zip/hooks.py
    TIMEOUT = 60

Good
    # plugins/hooks.py
    TIMEOUT = 10
    # plugins/README.md
    What the plugins are for.
    # plugins.zip/hooks.py
    TIMEOUT = 10
    # plugins.zip/lib/vendored.py
    BLOCK = 1024
"""

import zlib
from collections.abc import Iterator

from mwaa_doctor.models.plugins import Plugins, PluginsArchive, is_junk
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Place, rule

_DEPLOYED = (".py", ".sh", ".sql", ".json", ".yaml", ".yml", ".html", ".js", ".css", ".whl", ".so")
_ALIKE = 0.5


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive, project: Project) -> Iterator[Finding]:
    archive.members  # noqa: B018 - an archive that cannot be listed is judged by another rule
    packed = {file.name: file for file in archive.plugins.files}
    folder = _source_folder(archive.plugins, project, set(packed))
    if folder is None:
        return
    for path in project.all_files:
        name = path[len(folder) + 1 :]
        if not path.startswith(folder + "/") or not name.endswith(_DEPLOYED) or is_junk(name):
            continue
        file = packed.get(name)
        if file is None:
            yield Finding(Place(path), f"`{path}` is not in `{archive.archive.path}`", cause="missing")
            continue
        data = project.read(path)
        if isinstance(data, bytes) and file.member is not None and not _same(data, file.member.crc):
            yield Finding(file, f"`{name}` in `{archive.archive.path}` differs from `{path}`", cause="different")


def _same(data: bytes, crc: int) -> bool:
    """Whether the content is that of a member; ends of lines may have been changed by a checkout."""
    variants = (data, data.replace(b"\r\n", b"\n"), data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return any(zlib.crc32(variant) == crc for variant in variants)


def _source_folder(plugins: Plugins, project: Project, packed: set[str]) -> str | None:
    """The folder that the archive is made of: one that shares at least half of its files with it."""
    for folder in plugins.folders:
        names = {path[len(folder) + 1 :] for path in project.files if path.startswith(folder + "/")}
        deployed = {name for name in names if name.endswith(_DEPLOYED) and not is_junk(name)}
        if deployed and len(deployed & packed) >= _ALIKE * min(len(deployed), len(packed)):
            return folder
    return None
