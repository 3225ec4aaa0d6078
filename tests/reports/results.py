"""Results made by hand, for what no small project shows; and the schemas that reports are to obey."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema

from mwaa_doctor.result import Problem, Repair, ReportedFinding, Result, Tally, add_fingerprints
from mwaa_doctor.rule import Place, Severity

from .conftest import RULE

SCHEMA = json.loads(files("mwaa_doctor.reports").joinpath("result.schema.json").read_text())
SARIF_SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text())


def validate(document: Any, schema: Any) -> None:
    kind = jsonschema.validators.validator_for(schema)
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(document)


def finding(line: str, column: int, end_column: int = 0, **more: object) -> ReportedFinding:
    values = {
        "rule": "some-rule",
        "family": "dag",
        "severity": Severity.WARNING,
        "confidence": "high",
        "message": "something is wrong",
        "place": Place("dags/a.py", 7, column, 7, end_column),
        "excerpt": (line,),
        **more,
    }
    return ReportedFinding(**values)  # type: ignore[arg-type]


def result(*findings: ReportedFinding, **more: object) -> Result:
    values: dict[str, object] = {
        "findings": list(findings),
        "suppressed": [],
        "outcomes": {},
        "problems": [],
        "target": {
            **dict.fromkeys(("python", "release", "environment_class", "webserver_access_mode")),
            "airflow_version": "2.10.3",
            "airflow_version_source": "--airflow-version",
        },
        "base": "/nowhere",
        "prefix": "",
        "files": 3,
        "knowledge_date": "2030-01-31",
        "version": "1.2.3",
        **more,
    }
    return Result(**values)  # type: ignore[arg-type]


def with_everything(count: int) -> Result:
    findings = [
        finding(
            "x = [1, 2]",
            5,
            11,
            rule=RULE,
            severity=Severity.ERROR if number == count - 1 else Severity.INFO,
            place=Place("dags/a.py", number + 1, 5, number + 2, 3),
            also=tuple(Place("dags/b.py", line) for line in range(150)),
            resource="task a.b",
            evidence=("see [here](1)",),
            fix=Repair("Delete it.", True, ({"path": "dags/a.py", "start": [1, 5], "end": [1, 11], "text": "[]"},)),
        )
        for number in range(count)
    ]
    add_fingerprints(findings)
    found = result(*findings, outcomes={RULE: Tally(not_checked={"no version": (3, ["dags/c.py"])})})
    found.problems.append(Problem(".", "holds nothing to check"))
    found.notes.append("a note")
    found.target |= {"python": "3.11", "release": None, "environment_class": None, "webserver_access_mode": None}
    return found


def many(count: int) -> Result:
    """A result with many findings of the usual sizes, spread over 30 rules and 500 files."""
    rows = []
    for number in range(count):
        path = f"dags/team_{number % 25}/pipeline_{number % 500}.py"
        rows.append(
            finding(
                f'    BUCKET_{number} = Variable.get("bucket_{number}", default_var="none")',
                14,
                40,
                rule=f"rule-{number % 30}",
                severity=list(Severity)[number % 3],
                place=Place(path, number % 400 + 1, 14, number % 400 + 1, 40),
                message=f"Variable `bucket_{number}` is read at every parse of `{path}`",
                evidence=(
                    f"line {number % 400 + 1} runs when the file is parsed",
                    "the scheduler parses it every 30 s",
                ),
                fix=Repair(f"Read it in the task: `{{{{ var.value.bucket_{number} }}}}`."),
                resource=f"DAG pipeline_{number % 500}",
            )
        )
    add_fingerprints(rows)
    return result(*rows, outcomes={f"rule-{number}": Tally(found=count // 30) for number in range(30)}, files=500)
