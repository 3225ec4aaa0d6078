"""What is built and installed is what is in the tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = {"mwaa_doctor": "mwaa_doctor", "rules": "mwaa_doctor/rules", "reports": "mwaa_doctor/reports"}


def run(*command: str | Path, **env: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=env.pop("cwd", None),
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    run("git", "-C", ROOT, "worktree", "prune")
    names = run("git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source)
    return next(folder.glob("*.whl"))


def test_wheel_holds_every_file_of_the_tree_and_nothing_at_the_top(wheel: Path) -> None:
    in_wheel = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    in_tree = {
        f"{target}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, target in FOLDERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"
    }
    assert in_wheel == in_tree


def test_wheel_runs_where_only_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", tmp_path / "site", wheel)
    project = tmp_path / "project" / "dags"
    project.mkdir(parents=True)
    (project / "a.py").write_text("from airflow.models import Variable\n\nx = Variable.get('x')  # dag\n")

    done = subprocess.run(
        [sys.executable, "-m", "mwaa_doctor", "check", tmp_path / "project", "--format", "concise"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1, done.stderr
    assert "variable-read-at-parse-time" in done.stdout
    assert sorted(path.name for path in (tmp_path / "site").iterdir() if path.name != "bin") == [
        "mwaa_doctor",
        wheel.name.split("-py3")[0] + ".dist-info",
    ]


PACK = {
    "pyproject.toml": """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "acme-rules"
version = "1.0"
[project.entry-points."mwaa_doctor.rules"]
acme = "acme_rules"
broken = "acme_rules.no_such_module"
[tool.setuptools]
packages = ["acme_rules", "acme_rules.house"]
""",
    "acme_rules/__init__.py": '"""The rules of Acme."""\n',
    "acme_rules/house/__init__.py": '"""House rules."""\n',
    "acme_rules/house/owner_missing.py": '''"""A DAG names no owner.

Why
    Nobody is called when it fails.

Fix
    Set `owner` in `default_args`.

Bad
    # dags/x.py
    from airflow import DAG

    DAG("x")  # <- here

Good
    # dags/x.py
    from airflow import DAG

    DAG("x", default_args={"owner": "data"})
"""

from mwaa_doctor.models.dags import Dag
from mwaa_doctor.rule import Finding, rule


@rule(severity="info", source="https://example.com/rules")
def check(dag: Dag):
    if "owner" not in dag.default_args:
        yield Finding(dag, f"DAG `{dag.dag_id}` has no owner")
''',
}


def test_rules_of_an_installed_pack_are_found_and_run(tmp_path: Path) -> None:
    for name, text in PACK.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    site = tmp_path / "site"
    run(
        sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation",
        "--target", site, tmp_path / "pack",
    )  # fmt: skip
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "sales.py").write_text("from airflow import DAG\n\nDAG('sales')\n")
    env = {**os.environ, "PYTHONPATH": str(site)}

    listed = json.loads(run(sys.executable, "-m", "mwaa_doctor", "rules", "--format", "json", PYTHONPATH=str(site)))
    done = subprocess.run(
        [sys.executable, "-m", "mwaa_doctor", "check", "--format", "json", "--select", "house", "."],
        env=env, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip

    assert [rule["name"] for rule in listed["rules"] if rule["family"] == "house"] == ["owner-missing"]
    report = json.loads(done.stdout)
    assert [(item["rule"], item["path"], item["line"]) for item in report["findings"]] == [
        ("owner-missing", "dags/sales.py", 3)
    ]
    assert any("broken" in problem["message"] for problem in report["problems"])
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
