"""plugins.zip from strangers: whatever the bytes, there is a result, in bounded memory, and nothing is unpacked."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.sources.archives import MAX_MEMBERS, open_archive
from mwaa_doctor.unknown import Unknown

FEW = settings(max_examples=150)


def packed(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


HEALTHY = packed(**{"hooks.py": b"TIMEOUT = 10\n" * 50, "operators/transfer.py": b"BLOCK = 1024\n"})


def look_at(folder: Path, data: bytes) -> list[str]:
    """Everything that is asked of an archive; returns the names."""
    (folder / "plugins.zip").write_bytes(data)
    archive = open_archive(folder, "plugins.zip")
    for member in archive.members:
        assert member.shown.isprintable()
        try:
            assert len(archive.read(member.name, 1000)) <= 1000
        except Unknown:
            continue
    assert archive.unpacked >= 0
    assert archive.overlaps in (True, False)
    assert archive.folders is not None
    return [member.name for member in archive.members]


@FEW
@given(st.binary(max_size=400))
def test_any_bytes_give_a_result(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    look_at(tmp_path_factory.mktemp("any"), data)


@FEW
@given(st.lists(st.tuples(st.integers(0, len(HEALTHY) - 1), st.integers(0, 255)), max_size=6), st.integers(0, 20))
def test_damaged_archives_give_a_result(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(HEALTHY)
    for at, value in changes:
        data[at] = value
    look_at(tmp_path_factory.mktemp("damaged"), bytes(data[: len(data) - cut]))


def test_a_healthy_archive_is_listed(tmp_path: Path) -> None:
    assert look_at(tmp_path, HEALTHY) == ["hooks.py", "operators/transfer.py"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "cannot be read as a zip file"),
        (b"<html>moved</html>", "cannot be read as a zip file"),
        (HEALTHY[:-30], "cannot be read as a zip file"),
        (HEALTHY[200:], "cannot be read as a zip file"),
        (packed(**{"a" * 2000: b""}), "longer than 1024"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, check, data: bytes, reason: str) -> None:
    (tmp_path / "plugins.zip").write_bytes(data)

    run = check(tmp_path, "--select", "plugins", "--airflow-version", "2.10.3")

    assert run.findings == {("plugins.zip", 0, "archive-not-readable")}
    assert reason in run.document["findings"][0]["message"]
    assert run.document["crashes"] == []


def test_an_encrypted_archive_is_a_finding(tmp_path: Path, check) -> None:
    data = bytearray(HEALTHY)
    at = 0
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    (tmp_path / "plugins.zip").write_bytes(data)

    run = check(tmp_path, "--select", "plugins", "--airflow-version", "2.10.3")

    assert ("plugins.zip/hooks.py", 0, "archive-not-readable") in run.findings


def test_names_that_lead_out_are_findings_and_nothing_is_written(tmp_path: Path, check) -> None:
    project = tmp_path / "deep" / "project"
    project.mkdir(parents=True)
    names = {"../../evil.py": b"", "/etc/evil.py": b"", "C:\\evil.py": b"", "a\\..\\..\\evil.py": b"", "good.py": b""}
    (project / "plugins.zip").write_bytes(packed(**names))

    run = check(project, "--select", "member-outside-folder", "--airflow-version", "2.10.3", "--no-cache")

    assert {path for path, _, _ in run.findings} == {f"plugins.zip/{name}" for name in names if name != "good.py"}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["plugins.zip"]


def test_a_link_is_a_finding(tmp_path: Path, check) -> None:
    link = zipfile.ZipInfo("passwd")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "plugins.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    run = check(tmp_path, "--select", "plugins", "--airflow-version", "2.10.3")

    assert run.findings == {("plugins.zip/passwd", 0, "member-outside-folder")}


def test_too_many_members_are_not_listed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plugins.zip", "w") as archive:
        for number in range(100):
            archive.writestr(f"{number}", "")
    data = bytearray((tmp_path / "plugins.zip").read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 10 : end + 12] = struct.pack("<H", MAX_MEMBERS + 1)

    (tmp_path / "plugins.zip").write_bytes(data)

    assert "more than are read" in open_archive(tmp_path, "plugins.zip").fault


def bomb(path: Path, member: str, megabytes: int) -> None:
    """An archive with a Python file of zeros, written in pieces."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(member, "w", force_zip64=True) as file,
    ):
        for _ in range(megabytes):
            file.write(bytes(1_000_000))


CHILD = """
import resource, sys
from click.testing import CliRunner
from mwaa_doctor.cli import main
done = CliRunner().invoke(main, ["check", "--no-cache", "--jobs", "1", "--airflow-version", "2.10.3", sys.argv[1]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, done.exit_code, "archive-too-large" in done.stdout)
"""


def most_memory(folder: Path) -> tuple[int, int, bool]:
    """Kilobytes at the most, exit code, and whether the archive was found too large."""
    done = subprocess.run([sys.executable, "-c", CHILD, str(folder)], capture_output=True, text=True, check=True)
    kilobytes, code, found = done.stdout.split()
    return int(kilobytes), int(code), found == "True"


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    for name in ("healthy", "bomb"):
        (tmp_path / name).mkdir()
    (tmp_path / "healthy" / "plugins.zip").write_bytes(HEALTHY)
    bomb(tmp_path / "bomb" / "plugins.zip", "hooks.py", 300)

    usual, _, _ = most_memory(tmp_path / "healthy")
    most, code, found = most_memory(tmp_path / "bomb")

    assert found
    assert code in (1, 3)
    assert most - usual < 40_000


def test_memory_is_measured_in_kilobytes() -> None:
    assert 5_000 < resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 5_000_000


def test_modules_of_an_archive_are_imported_by_dags(tmp_path: Path, check) -> None:
    (tmp_path / "plugins.zip").write_bytes(HEALTHY)
    (tmp_path / "dags").mkdir()
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "dags" / "load.py").write_text(
        "from airflow import DAG\nfrom hooks import TIMEOUT\n"
        "from operators.transfer import BLOCK\nfrom hooks import NONE\n"
        "import absent_module\n\nDAG('load', schedule=None)\n"
    )

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "dag")

    assert {(line, rule) for path, line, rule in run.findings if path == "dags/load.py"} == {
        (4, "name-not-found"),
        (5, "package-not-installed"),
    }


def test_python_in_an_archive_is_judged_like_that_of_the_folder(tmp_path: Path, check) -> None:
    (tmp_path / "plugins.zip").write_bytes(packed(**{"broken.py": b"def (:\n", "redis.py": b"CLIENT = None\n"}))

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "dag")

    assert run.findings == {
        ("plugins.zip/broken.py", 1, "file-does-not-parse"),
        ("plugins.zip/redis.py", 1, "module-shadows-package"),
    }


def test_a_changed_archive_is_judged_anew(tmp_path: Path, check) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "load.py").write_text("from airflow import DAG\nimport hooks\n\nDAG('load', schedule=None)\n")
    (tmp_path / "dags" / "more.py").write_text("from airflow import DAG\n\nDAG('more', schedule=None)\n")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "plugins.zip").write_bytes(HEALTHY)
    first = check(tmp_path, "--airflow-version", "2.10.3", "--select", "dag")
    (tmp_path / "plugins.zip").write_bytes(packed(**{"other.py": b""}))
    second = check(tmp_path, "--airflow-version", "2.10.3", "--select", "dag")

    assert (first.findings, second.findings) == (set(), {("dags/load.py", 2, "package-not-installed")})


def test_an_archive_above_the_advised_size_is_an_advice(tmp_path: Path, check) -> None:
    with open(tmp_path / "plugins.zip", "wb") as file:
        file.truncate(1_100_000_000)
        file.seek(0, io.SEEK_END)
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("hooks.py", "TIMEOUT = 10\n")

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", "archive-too-large")

    assert [(row["severity"], row["path"]) for row in run.document["findings"]] == [("info", "plugins.zip")]


def test_the_archive_itself_can_be_named(tmp_path: Path, check) -> None:
    (tmp_path / "plugins.zip").write_bytes(packed(**{"plugins/hooks.py": b"TIMEOUT = 10\n"}))

    run = check(tmp_path / "plugins.zip", "--airflow-version", "2.10.3")

    assert ("plugins.zip", 0, "archive-wraps-folder") in run.findings
    assert run.document["problems"] == []
