"""What would be published: one source archive and one wheel, with the metadata and the files that they should have."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

import mwaa_doctor

ROOT = Path(__file__).parent.parent.parent
MOST_BYTES = 8 * 1024 * 1024


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives, built as for a release: the wheel from the source archive."""
    folder = tmp_path_factory.mktemp("release")
    source = folder / "source"
    names = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", source],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    """The wheel."""
    return zipfile.ZipFile(next(built.glob("*.whl")))


def metadata(wheel: zipfile.ZipFile):
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return HeaderParser().parsestr(wheel.read(name).decode())


def test_twine_accepts_both(built: Path) -> None:
    archives = sorted(built.iterdir())
    assert [path.suffix for path in archives] == [".whl", ".gz"]

    done = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *archives], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASSED") == 2


def test_the_wheel_is_small_and_holds_the_program_alone(built: Path, wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()

    assert next(built.glob("*.whl")).stat().st_size < MOST_BYTES
    assert "mwaa_doctor/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"mwaa_doctor"}
    assert [name for name in names if re.search(r"(^|/)(tests?|corpus|conftest\.py|\.ci)(/|$)", name)] == []


def test_the_metadata_say_what_a_reader_looks_for(wheel: zipfile.ZipFile) -> None:
    found = metadata(wheel)

    assert found["Name"] == "mwaa-doctor"
    assert found["Version"] == mwaa_doctor.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["Version"])
    assert found["License-Expression"] == "Apache-2.0"
    assert found["Requires-Python"] == ">=3.10"
    assert found["Description-Content-Type"] == "text/markdown"
    assert "Typing :: Typed" in found.get_all("Classifier", [])


def test_the_source_archive_can_be_built_from(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {"pyproject.toml", "README.md", "LICENSE", "rules/__init__.py", "reports/text.py"} <= names


def test_the_module_can_be_run() -> None:
    done = subprocess.run([sys.executable, "-m", "mwaa_doctor", "--version"], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, f"mwaa-doctor {mwaa_doctor.__version__}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_as_documented(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_MWAA_DOCTOR_COMPLETE", f"{shell}_source")

    done = subprocess.run([Path(sys.executable).parent / "mwaa-doctor"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "_MWAA_DOCTOR_COMPLETE" in done.stdout
    assert f"{shell}_source" in (ROOT / "README.md").read_text()
