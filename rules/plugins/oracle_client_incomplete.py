"""The Oracle client in plugins.zip is incomplete or in the wrong place.

Why
    cx_Oracle and oracledb in thick mode load `libclntsh.so` and, by it, `libaio.so.1`, from the folder that
    `LD_LIBRARY_PATH` names. Without them the first task fails with "DPI-1047: Cannot locate a 64-bit Oracle Client".

Fix
    Put `instantclient_*/` at the root of the archive, with `libclntsh.so*` and the libaio files of the same Amazon
    Linux in it, and leave out the archive of the download.

Bad
    # plugins.zip/instantclient_19_24/libclntsh.so.19.1  # <- here
    a library
    ---
    # plugins.zip/lib/instantclient_19_24/libclntsh.so.19.1  # <- here
    a library
    # plugins.zip/lib/instantclient_19_24/libaio.so.1
    a library

Good
    # plugins.zip/instantclient_19_24/libclntsh.so.19.1
    a library
    # plugins.zip/instantclient_19_24/libaio.so.1
    a library
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginFile, PluginsArchive
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_CLIENT = re.compile(r"(?:^|/)instantclient_[\d_]+(?=/)")


@rule(
    severity="warning",
    covers=["oracle-zip-layout"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-oracle.html",
)
def check(archive: PluginsArchive, project: Project) -> Iterator[Finding]:
    archive.members  # noqa: B018 - an archive that cannot be listed is judged by another rule
    clients: dict[str, list[PluginFile]] = {}
    for file in archive.plugins.files:
        match = _CLIENT.search(file.name)
        if match is not None:
            clients.setdefault(file.name[: match.end()], []).append(file)
    installs_libaio = any(b"libaio" in script.data for script in project.startup_scripts)
    for folder, files in clients.items():
        names = {file.base_name for file in files}
        if "/" in folder:
            yield Finding(files[0], f"`{folder}` does not lie at the root of the archive", cause=folder)
        elif not any(name.startswith("libclntsh.so") for name in names):
            yield Finding(files[0], f"`{folder}` has no `libclntsh.so`", cause=folder)
        elif not installs_libaio and not any(file.base_name.startswith("libaio.so") for file in archive.plugins.files):
            yield Finding(files[0], f"`{folder}` lacks `libaio.so.1`, which the client loads", cause=folder)
        for file in archive.plugins.nested_archives if files else ():
            if "client" in file.base_name:
                yield Finding(file, f"`{file.name}` is an archive inside the archive, of no use there", severity="info")
