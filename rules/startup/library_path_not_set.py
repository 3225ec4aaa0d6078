"""Shared libraries in plugins.zip are not on the path of the loader.

Why
    The loader looks into the folders of the system and those of `LD_LIBRARY_PATH` only. A driver such as Oracle's
    client then fails with "cannot open shared object file", in the first task that needs it.

Fix
    In the startup script: `export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/usr/local/airflow/plugins/FOLDER"`.

Bad
    # plugins.zip/instantclient_19_24/libclntsh.so.19.1
    a library
    # startup.sh  # <- here
    export STAGE=prod

Good
    # plugins.zip/instantclient_19_24/libclntsh.so.19.1
    a library
    # plugins.zip/house/_fast.cpython-311-x86_64-linux-gnu.so
    an extension module
    # startup.sh
    export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/usr/local/airflow/plugins/instantclient_19_24"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule

_LIBRARY = re.compile(r"lib[^/]*\.so(?:\.\d+)*$")
_LOADER = (b"LD_LIBRARY_PATH", b"ldconfig", b"/etc/ld.so")
_IN_CODE = (b"LD_LIBRARY_PATH", b"CDLL", b"lib_dir")


@rule(
    severity="warning",
    covers=["startup-library-path-for-binaries"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
    confidence="medium",
)
def check(script: StartupScript, project: Project) -> Iterator[Finding]:
    files = project.plugins.files if project.plugins is not None else ()
    folders = dict.fromkeys(file.folder for file in files if _LIBRARY.search(file.name) and not _in_package(file.name))
    if not folders or any(word in script.data for word in _LOADER):
        return
    if script.doubt:
        raise Unknown(f"whether LD_LIBRARY_PATH is set: {script.doubt}")
    for ref in project.sources:
        data = project.read(ref.path) if ref.kind == "python" else b""
        if isinstance(data, bytes) and any(word in data for word in _IN_CODE):
            return
    folder = next(iter(folders))
    path = f"/usr/local/airflow/plugins/{folder}".rstrip("/")
    yield Finding(
        script,
        f"the libraries in `{path}` are not found, as nothing sets `LD_LIBRARY_PATH`",
        fix=f'export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:{path}"',
    )


def _in_package(name: str) -> bool:
    """Whether a library belongs to an installed Python package, which finds it by itself: ``numpy.libs/libx.so``."""
    return ".libs/" in name or "/lib-dynload/" in name or "site-packages/" in name
