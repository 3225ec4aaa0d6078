"""Harder cases: small projects whose marked lines, and no others, the rule reports."""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).parent.parent / "cases"
MARK = "# <- here"


def cases() -> list[object]:
    return [
        pytest.param(folder, id=folder.relative_to(CASES).as_posix())
        for folder in sorted(CASES.glob("*/*/*"))
        if folder.is_dir()
    ]


@pytest.mark.parametrize("folder", cases())
def test_case(folder: Path, check) -> None:
    marked = {
        (path.relative_to(folder).as_posix(), number, folder.parent.name)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".toml", ".pyc")
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if line.rstrip().endswith(MARK)
    }

    run = check(folder, "--select", folder.parent.name)

    assert run.findings == marked
    assert run.document["crashes"] == []
