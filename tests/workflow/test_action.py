"""The steps of ``action.yml``, run in a shell as a runner does; inputs reach them as variables only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step.get("id"): step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
FAULT = "from airflow.models import Variable\n\nx = Variable.get('x')  # dag\n"


@dataclass
class Ran:
    """What a step did."""

    exit_code: int
    stdout: str
    stderr: str
    outputs: dict[str, str]
    summary: str


@pytest.fixture
def step(tmp_path: Path):
    """Run a step of the action in ``tmp_path/work`` with inputs, ``input.name`` or other contexts."""
    work, temporary = tmp_path / "work", tmp_path / "runner"
    work.mkdir(exist_ok=True)
    temporary.mkdir()

    def run(name: str, **given: str) -> Ran:
        known = {f"inputs.{key}": row.get("default", "") for key, row in ACTION["inputs"].items()}
        known |= {
            "github.action_path": str(ROOT),
            "steps.install.outputs.command": shutil.which("mwaa-doctor", path=Path(sys.executable).parent) or "",
        }
        known |= {f"inputs.{key.replace('_', '-')}": value for key, value in given.items()}
        output, summary = temporary / "output", temporary / "summary"
        output.touch()
        summary.touch()
        env = {
            **{key: value for key, value in os.environ.items() if key != "GITHUB_ACTIONS"},
            **{key: EXPRESSION.sub(lambda found: known[found[1]], value) for key, value in STEPS[name]["env"].items()},
            "RUNNER_TEMP": str(temporary),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
            cwd=work, env=env, capture_output=True, text=True,
        )  # fmt: skip
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return Ran(done.returncode, done.stdout, done.stderr, outputs, summary.read_text())

    return run


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The checked out repository: one DAG folder with one fault."""
    folder = tmp_path / "work"
    (folder / "dags").mkdir(parents=True)
    (folder / "dags" / "a.py").write_text(FAULT)
    return folder


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]

    assert len(scripts) == 2
    assert [script for script in scripts if "${{" in script] == []


def test_every_input_and_output_is_used_and_known() -> None:
    text = (ROOT / "action.yml").read_text()
    used = set(re.findall(r"inputs\.([\w-]+)", text))

    assert used == set(ACTION["inputs"])
    assert all("description" in row for row in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))


@pytest.mark.usefixtures("work")
def test_findings_are_annotated_summed_up_and_fail(step) -> None:
    done = step("check")

    assert done.exit_code == 1
    assert "::error" in done.stdout or "::warning" in done.stdout
    assert "file=dags/a.py" in done.stdout
    assert done.outputs == {"exit-code": "1"}
    assert "variable-read-at-parse-time" in done.summary


def test_a_clean_project_passes(step, work: Path) -> None:
    (work / "dags" / "a.py").write_text("from airflow import DAG\n\nDAG('a', schedule=None)\n")

    done = step("check", airflow_version="2.10.3")

    assert (done.exit_code, done.outputs["exit-code"]) == (0, "0")


def test_sarif_is_written_where_it_is_wanted_or_where_it_is_uploaded_from(step, work: Path) -> None:
    named = step("check", sarif_file="out.sarif")
    uploaded = step("check", upload_sarif="true")

    assert named.outputs["sarif-file"] == "out.sarif"
    assert (work / "out.sarif").stat().st_size > 100
    assert Path(uploaded.outputs["sarif-file"]).stat().st_size > 100


def test_several_paths_the_threshold_and_the_format(step, work: Path) -> None:
    other = work / "more files" / "dags"
    other.mkdir(parents=True)
    (other / "b.py").write_text(FAULT)

    done = step("check", paths="dags/a.py\nmore files/dags/b.py\n", format="concise", step_summary="false")

    assert "dags/a.py:3" in done.stdout
    assert "more files/dags/b.py:3" in done.stdout
    assert done.summary == ""


@pytest.mark.parametrize("name", ["paths", "airflow_version", "config", "fail_on", "format", "sarif_file"])
@pytest.mark.parametrize("value", ['"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "--output=pwned"])
def test_no_input_is_run(step, work: Path, name: str, value: str) -> None:
    step("check", **{name: value})

    assert not (work / "pwned").exists()


@pytest.mark.parametrize("value", ["1.0; touch pwned", "--index-url=x", "1.0\nx", "git+https://example.com/x"])
def test_only_a_version_is_installed(step, value: str) -> None:
    done = step("install", version=value)

    assert done.exit_code == 2
    assert "version must look like" in done.stderr


@pytest.mark.network
def test_the_action_installs_what_belongs_to_it_and_runs(step, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")

    done = step("install")

    assert done.exit_code == 0, done.stderr
    shown = subprocess.run([done.outputs["command"], "--version"], capture_output=True, text=True)
    assert shown.stdout.startswith("mwaa-doctor ")
