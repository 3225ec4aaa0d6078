"""Which AWS services code uses: by what it imports of the Amazon provider, and by the boto3 clients it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.dag_folder import DagFolders, files_with_aws
from mwaa_doctor.models.python_file import PythonFile, argument
from mwaa_doctor.rule import Place

_MODULE = re.compile(r"airflow\.providers\.amazon\.aws\.(?:operators|hooks|sensors|transfers|triggers)\.(\w+)")
_MAKERS = ("client", "resource")


def services_of(folders: DagFolders) -> dict[str, Place]:
    """The services that the DAG files use, by the short name of the endpoint, and one place that uses each."""
    return services_in_files(files_with_aws(folders))


def services_in_files(files: Iterable[PythonFile]) -> dict[str, Place]:
    """The same of some files."""
    found: dict[str, Place] = {}
    for file in files:
        for service, place in file.once(_services_in):
            found.setdefault(service, place)
    return found


def _services_in(file: PythonFile) -> tuple[tuple[str, Place], ...]:
    if not file.mentions(b"amazon", b"boto"):
        return ()
    return (*_imported(file), *_clients(file))


def _imported(file: PythonFile) -> Iterator[tuple[str, Place]]:
    modules = facts.services_by_module()
    for item in file.index.imports:
        match = _MODULE.match(f"{item.module}.{item.name}")
        if match is not None and match[1] in modules:
            yield modules[match[1]], file.place_of(item.node)


def _clients(file: PythonFile) -> Iterator[tuple[str, Place]]:
    clients = facts.services_by_client()
    for name, calls in file.by_name.items():
        if "boto3" not in name or name.rpartition(".")[2] not in _MAKERS:
            continue
        for call in calls:
            client = file.constant(argument(call.node, "service_name", 0), call.scope)
            if isinstance(client, str) and client in clients:
                yield clients[client], file.place_of(call.node)
