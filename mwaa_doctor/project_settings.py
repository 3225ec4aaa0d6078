"""Finds what a project says of its environment: version, requirements, variables of the startup script."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mwaa_doctor import facts
from mwaa_doctor.config import Config, ConfigurationError
from mwaa_doctor.models.container_files import repository_path
from mwaa_doctor.models.environment import environments, without_twins
from mwaa_doctor.models.requirement_entry import marker_environment
from mwaa_doctor.models.requirements import Requirements, read_requirements
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.workspace import read_bytes
from mwaa_doctor.target import AirflowVersion, Target

if TYPE_CHECKING:
    from mwaa_doctor.project import Project

_MOST_BYTES = 1_000_000
_DEEPEST = 5
_NAMES_VERSION = re.compile(r"^(?!\s*#).*\bairflow-version[\"']?\s*=")


def configured(paths: tuple[str, ...], config: Config, base: Path) -> tuple[str, ...]:
    """Paths of the configuration relative to the base; those outside of it are of another project and left out.

    Raises ``ConfigurationError`` if none of them exists.
    """
    if paths and not any(((config.folder or base) / path).exists() for path in paths):
        named = ", ".join(f"`{path}`" for path in paths)
        raise ConfigurationError(f"{config.path} names {named}, which does not exist in {config.folder or base}")
    found = []
    for folder in paths:
        full = (config.folder or base) / folder
        relative = os.path.relpath(full, base).replace(os.sep, "/")
        if not relative.startswith(".."):
            found.append("" if relative == "." else relative)
        elif base.is_relative_to(full):
            found.append("")
    return tuple(found)


def find_target(project: Project, config: Config, given: str | None) -> Target:
    """Decide which environment the code is judged for: option, configuration, then the constraint URL."""
    version: AirflowVersion | None = None
    source = ""
    place: Place | None = None
    project.configured_version = _configured_version(project, config)
    if given:
        version, source = AirflowVersion.parse(given), "--airflow-version"
    elif project.configured_version is not None and config.path is not None:
        version, place = project.configured_version
        source = f"airflow-version in {config.path.name}"
    else:
        named = [
            (Place(named.place.path, named.line), named.airflow)
            for found in project.requirements_files
            if (named := found.version_named) is not None
        ]
        if len({airflow for _, airflow in named}) > 1:
            where = " and ".join(f"{airflow} in {place.path}" for place, airflow in named)
            return Target(conflict=f"the project names several Airflow versions ({where}): check each part by itself")
        if named:
            place, airflow = named[0]
            version, source = AirflowVersion.parse(airflow), f"the constraint in {place.path}"
    environment_class, access = config.environment_class, config.webserver_access_mode
    if project.snapshots:
        told = without_twins(environments(project.snapshots, Target()))
        if version is None and len({environment.target.version for environment in told}) == 1:
            version, source = told[0].target.version, told[0].target.version_source
            place = told[0].target.version_place
        classes = {environment.target.environment_class_name for environment in told}
        modes = {environment.target.webserver_access_mode for environment in told}
        environment_class = environment_class or (classes.pop() if len(classes) == 1 else None)
        access = access or (modes.pop() if len(modes) == 1 else None)
    if version is not None and facts.release(str(version)) is None:
        project.notes.append(
            f"Airflow {version} ({source}) is not among the MWAA versions known as of {facts.knowledge_date()}; "
            "what depends on its image is not checked"
        )
    return Target(version, source, environment_class, access, place)


def _configured_version(project: Project, config: Config) -> tuple[AirflowVersion, Place | None] | None:
    """The version that the configuration names, and the line that does if the file lies in the project."""
    version = AirflowVersion.parse(config.airflow_version or "")
    if version is None or config.path is None:
        return None
    (path,) = configured((config.path.name,), config, project.base) or ("",)
    if not path:
        return version, None
    data = read_bytes(project.base, path, 1_000_000)
    lines = data.decode("utf-8", errors="replace").splitlines() if isinstance(data, bytes) else []
    line = next((number for number, text in enumerate(lines, 1) if _NAMES_VERSION.search(text)), 0)
    return version, Place(path, line)


def read_requirement_files(project: Project, config: Config) -> tuple[Requirements, ...]:
    """Every requirements file of the project, with what the files say that it includes."""
    return tuple(_with_included(found, project, (found.path,)) for found in _requirements(project, config))


def requirements_for_imports(project: Project) -> Requirements | None:
    """What the first requirements file installs on the image; of several DAG folders each may have another."""
    found = project.requirements_files
    if not found:
        return None
    first = found[0]
    if len(found) > 1 and len(project.dag_folders) > 1:
        first = replace(first, opaque=True)
    if project.target.known_python is not None and any(entry.marker for entry in first.entries):
        environment = marker_environment(project.target.known_python)
        first = replace(first, entries=tuple(entry for entry in first.entries if entry.applies(environment)))
    return first


def _with_included(found: Requirements, project: Project, above: tuple[str, ...]) -> Requirements:
    """A file and what it includes from the project, each file once and to a bounded depth."""
    others: list[Requirements] = []
    for include in found.includes:
        path = repository_path(include.target, project)
        if path is None or path in above or len(above) > _DEEPEST:
            continue
        data = read_bytes(project.base, path, _MOST_BYTES)
        if isinstance(data, bytes):
            others.append(_with_included(read_requirements(data, path), project, (*above, path)))
    return found.with_included(others) if others else found


def _requirements(project: Project, config: Config) -> Iterator[Requirements]:
    for path in _requirement_files(project, config):
        data = read_bytes(project.base, path, _MOST_BYTES)
        if isinstance(data, bytes):
            yield read_requirements(data, path)
        elif project.has(path):
            project.problems.append(data)


def _requirement_files(project: Project, config: Config) -> Iterator[str]:
    if config.requirements or not config.looks_around:
        yield from configured((config.requirements,) if config.requirements else (), config, project.base)
        return
    folders = [folder.rpartition("/")[0] for folder in project.dag_folders] + list(project.dag_folders) + [""]
    for folder in dict.fromkeys(folders):
        path = f"{folder}/requirements.txt".lstrip("/")
        if (project.base / path).is_file():
            yield path


def find_startup_scripts(project: Project, config: Config) -> tuple[StartupScript, ...]:
    """The startup script that the configuration names, or those by the usual names beside the DAG folders."""
    if config.startup_script:
        paths = list(configured((config.startup_script,), config, project.base))
    elif not config.looks_around:
        paths = []
    else:
        folders = [folder.rpartition("/")[0] for folder in project.dag_folders] + [""]
        names = ("startup.sh", "startup_script/startup.sh", "startup/startup.sh")
        paths = [f"{folder}/{name}".lstrip("/") for folder in dict.fromkeys(folders) for name in names]
    found = []
    for path in paths:
        data = read_bytes(project.base, path, 1_000_000)
        if isinstance(data, bytes):
            found.append(StartupScript(path, data, configured=bool(config.startup_script)))
    return tuple(found)
