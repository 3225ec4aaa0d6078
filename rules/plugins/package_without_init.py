"""A package in plugins.zip has no `__init__.py`.

Why
    Python imports such a folder as a namespace package, which works until another folder of the same name is found
    first, and tools for tests and packaging pass it over.

Fix
    Add an empty `__init__.py` to the folder.

Bad
    # plugins.zip/house/clients.py  # <- here
    TIMEOUT = 10
    # dags/load.py
    from airflow import DAG
    from house.clients import TIMEOUT

    DAG("load", schedule=None, dagrun_timeout=TIMEOUT)

Good
    # plugins.zip/house/__init__.py
    NAME = "house"
    # plugins.zip/house/clients.py
    TIMEOUT = 10
    # dags/load.py
    from airflow import DAG
    from house.clients import TIMEOUT

    DAG("load", schedule=None, dagrun_timeout=TIMEOUT)
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginFile, PluginsArchive
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["zip-packages-have-init"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(archive: PluginsArchive, project: Project) -> Iterator[Finding]:
    archive.members  # noqa: B018 - an archive that cannot be listed is judged by another rule
    first: dict[str, PluginFile] = {}
    packages = set()
    for file in archive.plugins.files:
        if file.folder and file.name.endswith(".py"):
            first.setdefault(file.folder, file)
            if file.base_name == "__init__.py":
                packages.add(file.folder)
    bare = {folder: file for folder, file in first.items() if folder not in packages}
    patterns = {
        folder: re.compile(
            rb"^[ \t]*(?:from|import)[ \t]+" + re.escape(folder.replace("/", ".")).encode() + rb"\b", re.M
        )
        for folder in bare
    }
    for ref in project.sources:
        data = project.read(ref.path) if patterns and ref.kind == "python" else b""
        for folder in [name for name in patterns if isinstance(data, bytes) and patterns[name].search(data)]:
            del patterns[folder]
            yield Finding(bare[folder], f"`{folder}` is imported and has no `__init__.py`", cause=folder)
