"""What MWAA unpacks to /usr/local/airflow/plugins: the archive, or the folder that it will be made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from mwaa_doctor.models.wheels import SourceDistribution, Wheel, read_sdist, read_wheel
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

if TYPE_CHECKING:
    from mwaa_doctor.sources.archives import Archive, Member

CONTAINER_FOLDER = "/usr/local/airflow/plugins"
ARCHIVE_NAME = "plugins.zip"
_JUNK_FOLDERS = frozenset({"__MACOSX", "__pycache__", ".git", ".svn", ".idea", ".vscode", ".pytest_cache"})
_JUNK_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_ARCHIVES = (".whl", ".tar.gz", ".tgz", ".tar.bz2", ".zip")
_LIBRARY = re.compile(r"\.so(?:\.\d+)*$")


@dataclass(frozen=True, slots=True)
class PluginFile:
    """A file below the root of the plugins: its path from there, where it stands, and its entry if in the archive."""

    name: str
    place: Place
    member: Member | None = None

    @property
    def base_name(self) -> str:
        """The name without folders."""
        return self.name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folders before the name, without a slash at the end; empty at the root."""
        return self.name.rpartition("/")[0]

    @property
    def is_library(self) -> bool:
        """Whether it is a shared library of Linux by its name."""
        return _LIBRARY.search(self.name) is not None


@dataclass(frozen=True, slots=True)
class PluginPackage:
    """A wheel or source distribution among the plugins; neither is set where the name cannot be read."""

    file: PluginFile
    wheel: Wheel | None
    sdist: SourceDistribution | None

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "packages in plugins.zip or plugins/"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PluginPackage]:
        """The packages of a project's plugins."""
        plugins = getattr(source, "plugins", None)
        return plugins.packages if isinstance(plugins, Plugins) else ()

    @property
    def place(self) -> Place:
        """The file."""
        return self.file.place

    @property
    def name(self) -> str:
        """The normalised name of the distribution, or an empty text."""
        known = self.wheel or self.sdist
        return known.name if known is not None else ""


@dataclass
class Plugins:
    """The plugins of a project.

    ``archive`` is plugins.zip if the project has it.  ``root`` is the path under which the files stand: the archive's,
    with the one folder that wraps all its files if it has such a one, or the plugins folder's.  ``folders`` are the
    plugins folders of the project, whether or not there is an archive.
    """

    base: Path
    archive: Archive | None
    folders: tuple[str, ...]
    folder_files: tuple[str, ...] = field(default=(), repr=False)

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "plugins.zip or plugins/"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Plugins]:
        """The plugins of the project, if it has any."""
        plugins = getattr(source, "plugins", None)
        return (plugins,) if isinstance(plugins, Plugins) else ()

    @property
    def place(self) -> Place:
        """The archive, or the folder as a whole."""
        return Place(self.archive.path if self.archive is not None else self.folders[0])

    @cached_property
    def wrapper(self) -> str:
        """The one folder that holds everything in the archive, where that is a mistake; otherwise an empty text.

        So a folder called ``plugins``, or one called like the archive that is no package.
        """
        if self.archive is None:
            return ""
        names = [member.name for member in self.archive.members if member.is_file and not is_junk(member.name)]
        tops = {name.partition("/")[0] for name in names}
        if len(tops) != 1 or any("/" not in name for name in names):
            return ""
        top = tops.pop()
        stem = self.archive.path.rpartition("/")[2].removesuffix(".zip")
        return top if top == "plugins" or (top == stem and f"{top}/__init__.py" not in names) else ""

    @cached_property
    def root(self) -> str:
        """The path below which modules are looked for."""
        if self.archive is None:
            return self.folders[0]
        return f"{self.archive.path}/{self.wrapper}".rstrip("/")

    @cached_property
    def files(self) -> tuple[PluginFile, ...]:
        """All files that are no junk, from the archive if there is one."""
        if self.archive is None:
            return tuple(
                PluginFile(path[len(folder) + 1 :], Place(path))
                for path in self.folder_files
                for folder in self.folders
                if path.startswith(folder + "/") and not is_junk(path)
            )
        start = len(self.wrapper) + 1 if self.wrapper else 0
        return tuple(
            PluginFile(member.name[start:], Place(f"{self.archive.path}/{member.shown}"), member)
            for member in self.archive.by_name.values()
            if member.is_file and not is_junk(member.name) and not member.escape
        )

    @cached_property
    def packages(self) -> tuple[PluginPackage, ...]:
        """The wheels and source distributions, in the order of the files."""
        found = []
        for file in self.files:
            wheel, sdist = read_wheel(file.base_name), read_sdist(file.base_name)
            if wheel is not None or sdist is not None or file.name.endswith(".whl"):
                found.append(PluginPackage(file, wheel, sdist))
        return tuple(found)

    @cached_property
    def nested_archives(self) -> tuple[PluginFile, ...]:
        """The archives among the files that are no packages."""
        packages = {package.file.name for package in self.packages}
        return tuple(file for file in self.files if file.name.endswith(_ARCHIVES) and file.name not in packages)

    @cached_property
    def _names(self) -> frozenset[str]:
        names = {file.name for file in self.files}
        for name in list(names):
            parts = name.split("/")[:-1]
            names.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return frozenset(names)

    def has(self, path: str) -> bool:
        """Whether a file or folder of that path, relative to the root, is unpacked in the environment.

        Raises ``Unknown`` if only the folder is known: the build of the archive may add to it.
        """
        path = path.strip("/")
        if not path or path in self._names:
            return True
        if self.archive is None or self.archive.fault:
            raise Unknown("what plugins.zip will hold: it is not among the files of the project")
        return False

    def read(self, file: PluginFile, limit: int) -> bytes:
        """The content of a file; raises ``Unknown`` if it cannot be read or has more than ``limit`` bytes."""
        if file.member is not None and self.archive is not None:
            return self.archive.read(file.member.name, limit)
        try:
            with open(self.base / file.place.path, "rb") as opened:
                data = opened.read(limit + 1)
        except OSError as problem:
            raise Unknown(f"{file.place.path} cannot be read: {problem.strerror}") from None
        if len(data) > limit:
            raise Unknown(f"{file.place.path} has more than the {limit:,} bytes that are read")
        return data


class PluginsArchive:
    """plugins.zip as a file: the subject of rules about the archive itself."""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "plugins.zip"

    def __init__(self, plugins: Plugins, archive: Archive) -> None:
        self.plugins = plugins
        self.archive = archive

    @classmethod
    def subjects(cls, source: Any) -> Iterable[PluginsArchive]:
        """The archive of the project, if it has one."""
        plugins = getattr(source, "plugins", None)
        if isinstance(plugins, Plugins) and plugins.archive is not None:
            return (cls(plugins, plugins.archive),)
        return ()

    @property
    def place(self) -> Place:
        """The archive as a whole."""
        return Place(self.archive.path)

    @property
    def members(self) -> tuple[Member, ...]:
        """The members; raises ``Unknown`` if the archive cannot be listed, which a rule of its own reports."""
        if self.archive.fault:
            raise Unknown(f"{self.archive.path} {self.archive.fault}")
        return self.archive.members

    def place_of(self, member: Member) -> Place:
        """The place of a member: its path below that of the archive."""
        return Place(f"{self.archive.path}/{member.shown}")


def is_junk(name: str) -> bool:
    """Whether a path is what operating systems, editors and Python leave behind."""
    parts = name.rstrip("/").split("/")
    return parts[-1] in _JUNK_FILES or not _JUNK_FOLDERS.isdisjoint(parts)
