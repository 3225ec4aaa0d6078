"""Sound templates are left alone; each fault sown into one of them is found at its line by the rule that is for it."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEMPLATES = Path(__file__).parent.parent / "projects" / "templates"
TABLES = Path(__file__).parent.parent / "faults"
FAULTS = [fault for table in sorted(TABLES.glob("*.toml")) for fault in tomllib.loads(table.read_text())["fault"]]
FILES = {"cloudformation": "template.yaml", "terraform": "main.tf", "terraform-plan": "plan.json"}
BASES = {"cloudformation": "public-network", "terraform": "terraform", "terraform-plan": "terraform-plan"}
WITHOUT_LINES = frozenset({"terraform-plan"})


def seeds() -> list[object]:
    return [
        pytest.param(fault, name, id=f"{name}: {fault['name']}") for fault in FAULTS for name in FILES if name in fault
    ]


def findings(run: Any, *, least: str = "info") -> Counter[tuple[str, str]]:
    """How often each rule reports each line, by the line's text."""
    severities = ("info", "warning", "error")
    rows = [row for row in run.document["findings"] if severities.index(row["severity"]) >= severities.index(least)]
    return Counter((row["rule"], (row["excerpt"] or [""])[0].strip()) for row in rows)


@pytest.fixture(scope="module")
def sound() -> dict[Path, Counter[tuple[str, str]]]:
    return {}


@pytest.mark.parametrize("base", sorted(path.name for path in TEMPLATES.iterdir()))
def test_a_sound_template_is_left_alone(base: str, check) -> None:
    run = check(TEMPLATES / base)

    assert findings(run, least="warning") == Counter()
    assert run.document["crashes"] == []
    assert run.document["problems"] == []


@pytest.mark.parametrize(("fault", "format_name"), seeds())
def test_a_fault_is_found_at_its_line(fault: dict[str, Any], format_name: str, tmp_path: Path, check, sound) -> None:
    seed = fault[format_name]
    base = TEMPLATES / seed.get("base", BASES[format_name])
    if base not in sound:
        sound[base] = findings(check(base))
    shutil.copytree(base, tmp_path, dirs_exist_ok=True)
    file = tmp_path / FILES[format_name]
    text = file.read_text()
    for find, write in ((seed["find"], seed["write"]), *seed.get("more", ())):
        assert text.count(find) == 1, "the text to be replaced must occur once"
        text = text.replace(find, write)
    file.write_text(text)

    run = check(tmp_path)

    new = findings(run) - sound[base]
    reported = {line for rule, line in new if rule == fault["rule"]}
    wanted = (seed.get("line") or seed["write"].partition("\n")[0]).strip()
    assert reported, new
    assert format_name in WITHOUT_LINES or any(wanted in line for line in reported), new
    assert {rule for rule, _ in new} <= {fault["rule"], *fault.get("also", ())}, "one cause, one finding"
    assert run.document["crashes"] == []


def test_enough_faults_are_sown() -> None:
    names = [fault["name"] for fault in FAULTS]

    assert len(names) == len(set(names)) >= 60
