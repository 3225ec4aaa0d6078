"""``--fix`` on startup.sh: what bash is to read changes in the words that are at fault, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

DAG = 'import os\n\nfrom airflow import DAG\n\nDAG("load_" + os.environ.get("STAGE", ""), schedule=None)\n'


@pytest.fixture
def fixed(tmp_path: Path, mwaa_doctor):
    """The bytes of startup.sh after ``check --fix``, which a second run leaves alone."""

    def fix(text: bytes, *options: str) -> bytes:
        (tmp_path / "dags").mkdir(exist_ok=True)
        (tmp_path / "dags" / "a.py").write_text(DAG)
        file = tmp_path / "startup.sh"
        file.write_bytes(text)
        chosen = (tmp_path, "--airflow-version", "2.10.3", *options)
        mwaa_doctor("check", "--fix", *chosen)
        assert mwaa_doctor("check", "--diff", *chosen).stdout == ""
        return file.read_bytes()

    return fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sudo yum update -y", "sudo yum update -y --exclude=python*"),
        ("sudo yum -y upgrade > /tmp/log  # all", "sudo yum -y upgrade --exclude=python* > /tmp/log  # all"),
        ("echo 'ä'; sudo dnf update -y && echo", "echo 'ä'; sudo dnf update -y --exclude=python* && echo"),
        ("yum install -y libaio", "sudo yum install -y libaio"),
        ("if true; then\n\tyum install -y gcc\nfi", "if true; then\n\tsudo yum install -y gcc\nfi"),
        ("yum install -y gcc\nyum install -y libaio", "sudo yum install -y gcc\nsudo yum install -y libaio"),
        ("export PATH=/opt/tool/bin", "export PATH=/opt/tool/bin:$PATH"),
        ('export PATH="/opt/tool/bin"', 'export PATH="/opt/tool/bin:$PATH"'),
        ("export PYTHONPATH=/usr/local/airflow/lib", "export PYTHONPATH=/usr/local/airflow/lib:$PYTHONPATH"),
    ],
)
def test_the_words_at_fault_change(fixed, before: str, after: str) -> None:
    assert fixed(f"#!/bin/bash\n{before}\n".encode()).decode() == f"#!/bin/bash\n{after}\n"


@pytest.mark.parametrize(
    "line",
    [
        "bash -c 'sudo yum update -y'",
        "sudo yum \\\n  update -y",
        'sudo yum "update" -y',
        "HTTPS_PROXY=http://proxy yum install -y gcc",
        "export PATH='/opt/tool/bin'",
        "export PATH=/opt/my\\ tool/bin",
    ],
)
def test_what_is_not_written_out_is_left(fixed, line: str) -> None:
    assert fixed(f"{line}\n".encode(), "--unsafe-fixes").decode() == f"{line}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"export A=1\r\nexport B=2\r\n", b"export A=1\nexport B=2\n"),
        (
            b"#!/bin/bash\n# \xc3\xa4\r\nexport A=1\r\n\r\nexport B=2",
            b"#!/bin/bash\n# \xc3\xa4\nexport A=1\n\nexport B=2",
        ),
        (b"sudo yum update -y\r\nexport A=1\r\n", b"sudo yum update -y --exclude=python*\nexport A=1\n"),
    ],
)
def test_line_ends_of_windows_go(fixed, before: bytes, after: bytes) -> None:
    assert fixed(before) == after


@pytest.mark.parametrize("text", [b"printf 'a\rb'\r\nexport A=1\r\n", b"if [ 1 ]\r\n  export A=1\r\nfi\r\n"])
def test_line_ends_stay_where_more_is_wrong(fixed, text: bytes) -> None:
    assert fixed(text) == text


def test_a_variable_is_exported_on_request(fixed) -> None:
    text = b"#!/bin/bash\nSTAGE=prod  # ours\n"

    assert fixed(text) == text
    assert fixed(text, "--unsafe-fixes") == b"#!/bin/bash\nexport STAGE=prod  # ours\n"
