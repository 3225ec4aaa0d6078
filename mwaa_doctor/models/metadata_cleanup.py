"""Whether something in a project may delete old rows of Airflow's metadata database: a question of absence.

Text is enough here: what looks like a cleanup counts as one, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mwaa_doctor.sources.workspace import read_bytes

if TYPE_CHECKING:
    from mwaa_doctor.project import Project

_COMMAND = re.compile(rb"(?:db[\s'\",\[\]_]*|meta_?|database_?)clean|clean_?up_?(?:meta|db|database)")
_WORD = b"clean"
_DELETES = re.compile(rb"\bdelete\b|\btruncate\b|DELETE FROM", re.I)
_SESSION = ("airflow.utils.session", "airflow.utils.db", "airflow.settings", "airflow.jobs")
_ROWS = ("DagRun", "DagTag", "ImportError", "Log", "TaskFail", "TaskInstance", "TaskReschedule", "XCom")
_ENDINGS = (".py", ".sh", ".bash", ".yaml", ".yml", ".json", ".tf", ".toml", ".cfg", ".ini", ".sql", ".ts", ".js")
_MAX_BYTES = 300_000
_MAX_FILES = 2_000


def may_clean(data: bytes, imports: Iterable[str]) -> bool:
    """Whether a Python file may clean the database, by its words and by what it imports."""
    if _speaks_of_cleaning(data):
        return True
    return any(map(_reaches_rows, imports)) and _DELETES.search(data) is not None


def _speaks_of_cleaning(data: bytes) -> bool:
    """Whether a text names a cleanup of the database: the expression is tried around the word that it needs only."""
    lower = data.lower()
    at = lower.find(_WORD)
    while at >= 0:
        if _COMMAND.search(lower[max(at - 24, 0) : at + 24]):
            return True
        at = lower.find(_WORD, at + len(_WORD))
    return False


def _reaches_rows(name: str) -> bool:
    return name.startswith(_SESSION) or (name.startswith("airflow.models.") and name.endswith(_ROWS))


def cleans_elsewhere(project: Project, folder: str) -> bool:
    """Whether a file outside of a DAG folder, or one inside that is no Python, may clean the database."""
    prefix = f"{folder}/" if folder else ""
    others = [
        path
        for path in project.files
        if path.endswith(_ENDINGS) and not (path.startswith(prefix) and path.endswith(".py"))
    ]
    for path in others[:_MAX_FILES]:
        data = read_bytes(project.base, path, _MAX_BYTES)
        if isinstance(data, bytes) and _speaks_of_cleaning(data):
            return True
    return len(others) > _MAX_FILES
