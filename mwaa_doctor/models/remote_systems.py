"""What DAG files talk to besides AWS: databases and services on the internet, by what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mwaa_doctor import facts
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.rule import Place
from mwaa_doctor.unknown import Unknown

__all__ = ["PACKAGES", "databases_of", "internet_uses"]

PACKAGES = "packages for a virtual environment"
_VIRTUALENVS = (
    "airflow:PythonVirtualenvOperator",
    "airflow:BranchPythonVirtualenvOperator",
    "airflow:task.virtualenv",
    "airflow:task.branch_virtualenv",
)
_OTHER_INDEX = ("index_urls", "index_urls_from_connection_ids", "pip_install_options")


def databases_of(folders: DagFolders) -> dict[str, Place]:
    """The kinds of databases that DAG files talk to, by name, and one place that does each."""
    systems = [(row.name, row.packages) for row in facts.database_systems()]
    return _first(use for file in folders.files for use in _imported(file, systems))


def internet_uses(folders: DagFolders) -> dict[str, Place]:
    """What DAG files need from the internet, in words, and one place that needs each.

    Raises ``Unknown`` if they name a proxy, which may have a way of its own.
    """
    services = [(row.name, row.packages) for row in facts.hosted_services()]
    files = list(folders.files)
    if any(file.mentions(b"_PROXY", b"_proxy", b"proxies") for file in files):
        raise Unknown("DAGs name a proxy")
    found = _first(use for file in files for use in _imported(file, services))
    return found | _first(use for file in files for use in _installs(file))


def _first(uses: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name, place in uses:
        found.setdefault(name, place)
    return found


def _imported(file: PythonFile, systems: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, Place]]:
    for name, packages in systems:
        if not file.mentions(*(package.rpartition(".")[2].encode() for package in packages)):
            continue
        for item in file.index.imports:
            dotted = f"{item.module}.{item.name}." if item.name else f"{item.module}."
            if any(dotted.startswith(f"{package}.") for package in packages):
                yield name, file.place_of(item.node)


def _installs(file: PythonFile) -> Iterator[tuple[str, Place]]:
    """Virtual environments that are filled from PyPI when the task runs."""
    for call in file.calls(*_VIRTUALENVS) if file.mentions(b"irtualenv") else ():
        if any(keyword.arg is None or keyword.arg in _OTHER_INDEX for keyword in call.node.keywords):
            continue
        given = argument(call.node, "requirements", 1 if "Operator" in file.name(call) else -1)
        if _names_packages(file.constant(given, call.scope)):
            yield PACKAGES, file.place_of(call.node)


def _names_packages(requirements: Any) -> bool:
    """Whether requirements certainly name a package: not a wheel beside the DAGs, not an option for another index."""
    if isinstance(requirements, Unknown) or not requirements:
        return False
    lines = requirements.splitlines() if isinstance(requirements, str) else list(requirements)
    texts = [line.strip() for line in lines if isinstance(line, str) and line.strip()]
    if any(text.startswith("-") or text.endswith((".txt", ".j2")) for text in texts):
        return False
    return any(not text.startswith("#") and not {"/", "@"}.intersection(text) for text in texts)
