"""``--fix --unsafe-fixes`` on lines of .airflowignore that are written in the other syntax."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("version", "before", "after"),
    [
        ("2.10.3", "*.md", r"\.md$"),
        ("2.10.3", "helpers/*.py", r"^helpers/[^/]*\.py$"),
        ("3.0.6", "^helpers/", "/helpers/"),
        ("3.0.6", r"\.py$", "*.py"),
        ("3.0.6", r"^helpers/[^/]*\.py$", "/helpers/*.py"),
        ("2.10.3", "helpers/[ab]*.py", "helpers/[ab]*.py"),
        ("3.0.6", "^(helpers|tools)/", "^(helpers|tools)/"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_simple_lines_are_translated(
    tmp_path: Path, mwaa_doctor, version: str, before: str, after: str, end: str
) -> None:
    (tmp_path / "dags" / "helpers").mkdir(parents=True)
    (tmp_path / "dags" / "helpers" / "layouts.py").write_text("FIELDS = {}\n")
    (tmp_path / "dags" / "notes.md").write_text("x")
    file = tmp_path / "dags" / ".airflowignore"
    text = f"# ours{end}{before}  # all of them{end}"
    file.write_bytes(text.encode())
    options = (tmp_path, "--airflow-version", version, "--select", "airflowignore-*")

    mwaa_doctor("check", "--fix", *options)
    kept = file.read_bytes().decode()
    mwaa_doctor("check", "--fix", "--unsafe-fixes", *options)

    assert kept == text
    assert file.read_bytes().decode() == text.replace(before, after)
