"""Terraform configurations that are broken, or made to break the reader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.config import load_config
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.project import open_folder
from mwaa_doctor.unknown import Unknown


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('resource "aws_mwaa_environment" "e" {\n  name = \n}\n', 2, "not valid HCL"),
        ('resource "aws_mwaa_environment" "e" {\n  name = "x"\n', 3, "misses `}`"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "main.tf").write_text(text)

    done = subprocess.run(
        [sys.executable, "-m", "mwaa_doctor", "check", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 3
    assert f"main.tf:{line}" in done.stdout
    assert words in " ".join(done.stdout.split())


DEEP = [
    "[" * 5000 + "]" * 5000,
    "(" * 3000 + "1" + ")" * 3000,
    '"${' * 400 + "1" + '}"' * 400,
    "-" * 4000 + "1",
    "f(" * 2000 + ")" * 2000,
]


@pytest.mark.parametrize("text", DEEP)
def test_nesting_is_bounded(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text(f'resource "aws_mwaa_environment" "e" {{\n  name = {text}\n}}\n')

    project = open_folder(tmp_path, load_config(tmp_path))

    for snapshot in project.snapshots:
        for environment in snapshot.environments():
            assert isinstance(environment.body.get("Name"), (Unknown, TemplateText, list, str, int))


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(alphabet='{}[]()"$%<>=-?:.,* \nabc01', max_size=200).map(str.encode),
    )
)
def test_any_bytes_give_a_result(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    head = b'resource "aws_mwaa_environment" "e" {\n  name = '
    (folder / "main.tf").write_bytes(head + data + b"\n}\n")

    project = open_folder(folder, load_config(folder))

    assert project.snapshots or project.problems
