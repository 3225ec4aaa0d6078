"""Templates as the command reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.project import open_folder

ENVIRONMENT = """
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
"""


@pytest.fixture
def snapshot(tmp_path: Path) -> Callable[..., Snapshot]:
    """Read a template to its snapshot; without an environment it gets one."""

    def read(text: str, name: str = "template.yaml") -> Snapshot:
        if "AWS::MWAA::Environment" not in text:
            text = text.rstrip() + ENVIRONMENT
        (tmp_path / name).write_text(text)
        project = open_folder(tmp_path, load_config(tmp_path))
        assert project.problems == []
        (found,) = project.snapshots
        return found

    return read


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Snapshot]:
    """Read files of a project, by their paths, to the only snapshot that they give."""

    def snapshot(**files: str) -> Snapshot:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_tf", ".tf")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        project = open_folder(tmp_path, load_config(tmp_path))
        assert project.problems == []
        (found,) = project.snapshots
        return found

    return snapshot
