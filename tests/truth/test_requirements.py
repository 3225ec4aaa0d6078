"""What is said of a requirements file agrees with what the real pip made of it, or the difference is explained."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "requirements"
_script = importlib.util.spec_from_file_location("settle_requirements", FOLDER.parent / "settle_requirements.py")
assert _script is not None
assert _script.loader is not None
_settling = importlib.util.module_from_spec(_script)
_script.loader.exec_module(_settling)
settle = _settling.settle
CASES = json.loads((FOLDER / "verdicts.json").read_text())
# Rules that say: pip refuses this file.
REFUSALS = {
    "line-refused-by-pip", "pin-conflicts-with-constraint", "pin-conflicts-with-forced-version",
    "airflow-pinned-to-other-version", "constraint-file-not-found", "constraint-file-refused-by-pip",
    "included-file-not-found", "constraint-address-is-web-page", "package-listed-twice", "hashes-incomplete",
    "wheel-missing-without-index", "misspelt-package", "requirement-for-airflow-1", "constraint-for-other-environment",
}  # fmt: skip


def judge(name: str, folder: Path, check) -> bool:
    """Whether mwaa-doctor takes the file to be installed; lays it out as it lies in a repository."""
    (folder / "dags").mkdir()
    (folder / "requirements.txt").write_bytes((FOLDER / f"{name}.txt").read_bytes())
    own = FOLDER / f"{name}.constraints.txt"
    if own.exists():
        (folder / "dags" / "constraints.txt").write_bytes(own.read_bytes())
    (folder / "dags" / "load.py").write_text("")
    run = check(folder, "--airflow-version", CASES[name]["airflow"])
    assert run.document["crashes"] == []
    errors = {row["rule"] for row in run.document["findings"] if row["severity"] == "error"}
    return not errors & REFUSALS


@pytest.mark.parametrize("name", CASES)
def test_verdict_is_that_of_pip(name: str, tmp_path: Path, check) -> None:
    case = CASES[name]

    installs = judge(name, tmp_path, check)

    if "difference" in case:
        assert installs != case["installs"], "the difference is gone: take its explanation out"
    else:
        assert installs == case["installs"], case["said"]


def test_there_are_enough_cases_and_every_file_is_one() -> None:
    files = {path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt") if ".constraints." not in path.name}

    assert len(CASES) >= 60
    assert files == set(CASES)


@pytest.mark.network
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="pip settles for the Python that it runs on")
@pytest.mark.parametrize("name", CASES)
def test_verdict_still_holds(name: str) -> None:
    installs, said = settle(name, CASES[name]["airflow"])

    assert installs == CASES[name]["installs"], said
