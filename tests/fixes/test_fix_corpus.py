"""Many files repaired at once: all still parse, nothing new is wrong, and a second run has nothing to do."""

from __future__ import annotations

import ast
import shutil
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent


def counts(run) -> Counter:
    return Counter((path, rule) for path, _, rule in run.findings)


@pytest.mark.parametrize("source", ["corpus", "projects/troubled", "projects/healthy"])
def test_repairs_do_no_harm(tmp_path: Path, check, mwaa_doctor, source: str) -> None:
    project = tmp_path / "project"
    shutil.copytree(TESTS / source, project)
    options = ("--airflow-version", "3.0.6", "--unsafe-fixes")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    first = check(project, *options)

    run = check("--fix", project, *options)

    changed = [path for path, data in before.items() if path.read_bytes() != data]
    assert {path for path in project.rglob("*") if path.is_file()} == set(before)
    assert not counts(run) - counts(first)
    for path in changed:
        if path.suffix == ".py":
            ast.parse(path.read_bytes())
    if source == "corpus":
        assert len(changed) > 80
        assert len(run.findings) < len(first.findings) / 2 + 40
    assert mwaa_doctor("check", "--diff", project, *options).stdout == ""
