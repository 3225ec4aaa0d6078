"""The hooks for pre-commit: what they take, and a real run of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


def test_there_are_two_hooks() -> None:
    assert set(HOOKS) == {"mwaa-doctor", "mwaa-doctor-project"}
    assert HOOKS["mwaa-doctor-project"]["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("dags/a.py", True),
        ("team/dags/sub/a.py", True),
        ("plugins/hooks/a.py", True),
        ("startup.sh", True),
        ("dags/.airflowignore", True),
        ("setup.py", False),
        ("mydags/a.py", False),
        ("tests/dags/a.py", False),
        ("dags/query.sql", False),
    ],
)
def test_the_hook_takes_what_the_program_checks(path: str, taken: bool) -> None:
    hook = HOOKS["mwaa-doctor"]

    chosen = re.search(hook["files"], path) is not None and re.search(hook["exclude"], path) is None

    assert chosen == taken


@pytest.mark.network
def test_pre_commit_runs_both_hooks(tmp_path: Path) -> None:
    source = tmp_path / "mwaa-doctor"
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    project = tmp_path / "project"
    (project / "dags").mkdir(parents=True)
    (project / "dags" / "a.py").write_text("from airflow.models import Variable\n\nx = Variable.get('x')  # dag\n")
    for folder in (source, project):
        for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
            subprocess.run([*GIT, *command], cwd=folder, check=True)
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    def run(hook: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", source, hook, "--all-files", "--verbose"],
            cwd=project, env=env, capture_output=True, text=True,
        )  # fmt: skip

    for hook in HOOKS:
        failed = run(hook)
        assert failed.returncode == 1, failed.stdout + failed.stderr
        assert "variable-read-at-parse-time" in failed.stdout

    (project / "dags" / "a.py").write_text("from airflow import DAG\n\nDAG('a', schedule=None)\n")
    subprocess.run([*GIT, "commit", "-qam", "repaired"], cwd=project, check=True)
    passed = run("mwaa-doctor")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
