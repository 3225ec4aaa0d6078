"""What is wrong in a template is wrong in a snapshot of it: rules on permissions cannot tell the two apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mwaa_doctor.documentation import Example, read_examples, read_page
from mwaa_doctor.opening import open_project
from mwaa_doctor.rule import Rule
from mwaa_doctor.sources.snapshot_file import write_snapshots

from .test_examples import RULES, write
from .test_faults import BASES, FAULTS, TEMPLATES

FAMILIES = ("iam", "kms", "s3")
ONLY_IN_TEMPLATES = frozenset({"service-linked-role-touched"})
"""Pieces without an owner in the template are not kept in snapshots."""


def examples() -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{kind}-{number}")
        for rule in RULES
        if rule.family in FAMILIES and rule.name not in ONLY_IN_TEMPLATES
        for kind in ("bad", "good")
        for number, example in enumerate(read_examples(getattr(read_page(rule), kind)))
        if set(example.files) <= {"template.yaml", "template.json"}
    ]


def findings(run: Any) -> list[tuple[str, str, str, str, int]]:
    assert run.document["crashes"] == []
    assert run.document["problems"] == []
    found = {
        (row["rule"], row["severity"], row["message"], place["path"], place["line"])
        for row in run.document["findings"]
        for place in (row, *row["also"])
    }
    return sorted(found)


def saved(folder: Path, target: Path) -> Path:
    """A folder with nothing but the snapshot of a project."""
    project, _ = open_project((folder,), None, None)
    target.mkdir()
    (target / "snapshot.json").write_text(write_snapshots(project.snapshots))
    (target / "mwaa-doctor.toml").write_text('snapshots = ["snapshot.json"]\n')
    return target


@pytest.mark.parametrize(("rule", "example"), examples())
def test_examples(rule: Rule, example: Example, tmp_path: Path, check) -> None:
    folder = tmp_path / "template"
    folder.mkdir()
    write(example, folder)
    options = ("--select", rule.name, "--airflow-version", example.airflow_version or "2.10.3")

    there = findings(check(folder, *options))

    assert findings(check(saved(folder, tmp_path / "snapshot"), *options)) == there


ON_ROLES = [
    fault
    for fault in FAULTS
    if "cloudformation" in fault and ("role" in fault["rule"] or "trust" in fault["rule"] or "policy" in fault["rule"])
]


@pytest.mark.parametrize("fault", ON_ROLES, ids=[fault["name"] for fault in ON_ROLES])
def test_faults(fault: dict[str, Any], tmp_path: Path, check) -> None:
    seed = fault["cloudformation"]
    folder = tmp_path / "template"
    folder.mkdir()
    text = (TEMPLATES / seed.get("base", BASES["cloudformation"]) / "template.yaml").read_text()
    for find, other in ((seed["find"], seed["write"]), *seed.get("more", ())):
        text = text.replace(find, other)
    (folder / "template.yaml").write_text(text)
    options = [part for family in FAMILIES for part in ("--select", family)]

    there = findings(check(folder, *options))

    assert fault["rule"] in {row[0] for row in there}
    assert findings(check(saved(folder, tmp_path / "snapshot"), *options)) == there
