"""The report of ``mwaa-doctor upgrade``: the way to the version, then what breaks."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from mwaa_doctor.upgrade import Upgrade

from .characters import visible
from .json import document
from .text import render

_TOPICS = {
    "path": "The way",
    "support": "Support",
    "python": "Python",
    "requirements": "requirements.txt",
    "options": "Options",
}


def as_json(upgrade: Upgrade) -> str:
    """The comparison as one JSON document: that of ``check`` for the target, with the way to it."""
    assert upgrade.result is not None
    steps = [asdict(step) for step in upgrade.steps]
    row = {"from": upgrade.before, "to": upgrade.after, "in_place": upgrade.in_place, "steps": steps}
    return json.dumps({"upgrade": row, **document(upgrade.result)}, indent=1, ensure_ascii=False) + "\n"


def as_text(upgrade: Upgrade, view: Any) -> str:
    """The comparison for people."""
    assert upgrade.result is not None
    errors = sum(finding.severity.label == "error" for finding in upgrade.findings)
    others = len(upgrade.findings) - errors
    lines = [f"From Airflow {upgrade.before} to {upgrade.after}", ""]
    for topic, title in _TOPICS.items():
        steps = [step for step in upgrade.steps if step.topic == topic]
        if steps:
            lines.append(f"  {title}")
            lines.extend(f"    - {visible(step.text)}" for step in steps)
    lines.append("")
    body = render(replace(upgrade.result, suppressed=[]), replace(view, quiet=True))
    if body:
        lines += ["What breaks in the code", "", body]
    found = f"{errors} error{'' if errors == 1 else 's'}"
    more = f" and {others} lesser finding{'' if others == 1 else 's'}" if others else ""
    lines.append(
        f"The move to {upgrade.after} brings {found}{more} that are not there at {upgrade.before}; "
        f"{len(upgrade.result.not_checked)} things were not checked. Knowledge as of {upgrade.result.knowledge_date}."
    )
    return "\n".join(lines) + "\n"
