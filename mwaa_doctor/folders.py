"""Finds the folders of a project that hold its DAGs and its plugins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from mwaa_doctor.sources.workspace import read_bytes

_IMPORTS_AIRFLOW = re.compile(rb"^[ \t]*(?:from|import)[ \t]+airflow\b", re.MULTILINE)
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def find_dag_folders(base: Path, files: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that Airflow is to read: those named `dags`, else the topmost ones whose files import Airflow."""
    if base.name == "dags":
        return ("",)
    found: set[str] = set()
    for path in files:
        if path.endswith(".py"):
            folders = path.split("/")[:-1]
            if "dags" in folders and not _TEST_FOLDERS & set(folders[: folders.index("dags")]):
                found.add("/".join(folders[: folders.index("dags") + 1]))
    if found:
        return tuple(sorted(found))
    holding = {path.rpartition("/")[0] for path in files if path.endswith(".py") and _imports_airflow(base, path)}
    holding = {folder for folder in holding if not {*_TEST_FOLDERS, "plugins"} & set(folder.split("/"))}
    return tuple(sorted(folder for folder in holding if not _below_any(folder, holding)))


def _below_any(folder: str, others: set[str]) -> bool:
    return any(folder != other and (not other or folder.startswith(other + "/")) for other in others)


def _imports_airflow(base: Path, path: str) -> bool:
    data = read_bytes(base, path)
    return isinstance(data, bytes) and b"airflow" in data and _IMPORTS_AIRFLOW.search(data) is not None


def dag_folders_around(files: Iterable[str]) -> tuple[str, ...]:
    """The DAG folders that single files lie in."""
    found: set[str] = set()
    for path in files:
        folders = path.split("/")[:-1]
        if "dags" in folders:
            found.add("/".join(folders[: folders.index("dags") + 1]))
        elif path.endswith(".py") and "plugins" not in folders:
            found.add("/".join(folders))
    return tuple(sorted(folder for folder in found if not _below_any(folder, found)))


def find_plugin_folders(files: tuple[str, ...], in_dag_folder: Callable[[str], str | None]) -> tuple[str, ...]:
    """The folders named `plugins` near the top, outside of DAG folders."""
    found = set()
    for path in files:
        folders = path.split("/")[:-1]
        if "plugins" in folders and in_dag_folder(path) is None:
            at = folders.index("plugins")
            if at <= 2 and not _TEST_FOLDERS & set(folders[:at]):
                found.add("/".join(folders[: at + 1]))
    return tuple(sorted(found))
