"""Where the paths in a requirements file lead in a container, and which files of the project lie there.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mwaa_doctor.facts.installation import container

if TYPE_CHECKING:
    from mwaa_doctor.project import Project

_REMOTE = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]*://")


def is_remote(target: str) -> bool:
    """Whether a path or address leads out of the container."""
    return _REMOTE.match(target) is not None


def container_path(target: str) -> str:
    """The absolute path in the container; pip takes a relative one from the folder of requirements.txt."""
    path = re.sub(r"^file:(?://(?:localhost)?)?(?=/)", "", target)
    if path != target:
        path = unquote(path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(container().requirements), path))


def repository_path(target: str, project: Project) -> str | None:
    """The file of the project that lies at a path of the container, or ``None``."""
    return next((path for path in _candidates(container_path(target), project) if project.has(path)), None)


def lies_in(folder: str, target: str) -> bool:
    """Whether a path leads into a folder of the container (``dags`` or ``plugins``)."""
    top = f"{container().home}/{folder}"
    path = container_path(target)
    return path == top or path.startswith(top + "/")


def _candidates(path: str, project: Project) -> Iterator[str]:
    dags, plugins = project.dag_folders or ("dags",), project.plugin_folders or ("plugins",)
    for top, folders in ((container().dags, dags), (container().plugins, plugins)):
        if path.startswith(top + "/"):
            for folder in folders:
                yield f"{folder}/{path[len(top) + 1 :]}".lstrip("/")
