"""A project with one fault, and ways to change it."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\nwith DAG('a', schedule=None):\n"
FAULT = "    BashOperator(task_id='x', bash_command='x', queue='high')"
RULE = "task-queue-set"


def dag_file(*lines: str) -> str:
    """A DAG file with these lines in its ``with`` block."""
    return HEAD + "\n".join(lines or (FAULT,)) + "\n"


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files: ``dags__a_py`` is ``dags/a.py``; a name with a slash is taken as it stands."""
    for name, text in files.items():
        path = folder / (name if "/" in name else name.replace("__", "/").replace("_py", ".py"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with ``dags/a.py``, in which ``task-queue-set`` has one finding on line 5."""
    return write(tmp_path, dags__a_py=dag_file())
