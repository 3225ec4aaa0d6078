"""Which project the paths on the command line mean: a folder as a whole, or single files of one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from mwaa_doctor.config import Config, ConfigurationError, load_config
from mwaa_doctor.infrastructure import ENDINGS
from mwaa_doctor.project import Project, open_files, open_folder
from mwaa_doctor.sources.git_ignore import repository_top
from mwaa_doctor.sources.workspace import is_there

CHECKED_ENDINGS = (".py", ".sh", ".airflowignore", "plugins.zip", *ENDINGS)


def open_project(
    paths: tuple[Path, ...],
    config_path: Path | None,
    version: str | None,
    snapshots: tuple[Path, ...] = (),
    parameter_overrides: Path | None = None,
) -> tuple[Project, Config]:
    """The project that the paths mean: a folder as a whole, or single files of the project around them.

    ``snapshots`` are saved ones to judge as well, ``parameter_overrides`` the values of templates' parameters.
    """

    def load(start: Path) -> Config:
        config = load_config(start, config_path)
        given = tuple(os.path.abspath(path) for path in snapshots)
        values = os.path.abspath(parameter_overrides) if parameter_overrides else config.parameter_overrides
        return replace(config, snapshots=(*config.snapshots, *given), parameter_overrides=values)

    missing = [path for path in paths if not is_there(path)]
    if missing:
        raise ConfigurationError(f"there is no file or folder {missing[0]}")
    if len(paths) == 1 and paths[0].is_dir():
        base = Path(os.path.abspath(paths[0]))
        config = load(base)
        if base.name == "dags" and _belongs_to_parent(base):
            return _sub_folder(base, config, version), config
        return open_folder(base, config, version), config
    full = [Path(os.path.abspath(path)) for path in paths]
    base = project_folder(full)
    config = load(base)
    files: list[str] = []
    for path in full:
        if path.is_dir():
            inner = open_folder(path, config, version)
            files.extend((path / file).relative_to(base).as_posix() for file in inner.files)
        else:
            files.append(path.relative_to(base).as_posix())
    return open_files(base, [file for file in files if file.endswith(CHECKED_ENDINGS)], config, version), config


def _belongs_to_parent(base: Path) -> bool:
    return any((base.parent / name).exists() for name in ("requirements.txt", "plugins", "startup.sh"))


def _sub_folder(base: Path, config: Config, version: str | None) -> Project:
    """A DAG folder given by itself: judged for the version that the requirements beside it name."""
    from mwaa_doctor.models.requirements import read_requirements
    from mwaa_doctor.sources.workspace import read_bytes

    project = open_folder(base, config, version)
    data = read_bytes(base.parent, "requirements.txt", 1_000_000)
    if project.requirements is not None or not isinstance(data, bytes):
        return project
    requirements = read_requirements(data, "../requirements.txt")
    named = requirements.version_named
    if project.target.version is None and version is None and named is not None:
        project = open_folder(base, config, named.airflow)
        project.target = _renamed(project, "the constraint in ../requirements.txt")
    project.requirements = requirements
    return project


def _renamed(project: Project, source: str) -> Any:
    return replace(project.target, version_source=source)


def project_folder(paths: list[Path]) -> Path:
    """The folder of the project around files: with the configuration, above ``dags``, or the repository's top."""
    common = Path(os.path.commonpath([str(path if path.is_dir() else path.parent) for path in paths]))
    top = repository_top(common)
    for folder in (common, *common.parents):
        if (folder / "mwaa-doctor.toml").is_file():
            return folder
        if folder == top:
            break
    if "dags" in common.parts:
        at = common.parts.index("dags")
        return Path(*common.parts[:at])
    return top or common


def nothing_found(project: Project, paths: Any) -> str:
    """Why there was nothing to check, and what to do about it."""
    where = ", ".join(str(path) for path in paths) or str(project.base)
    if project.complete:
        return (
            f"holds nothing to check in {where}: no Python file in a `dags` folder and none that imports airflow; "
            "name the folder, or set `dags` in the configuration"
        )
    return f"holds nothing to check: {where} is neither Python, a shell script, .airflowignore nor plugins.zip"
