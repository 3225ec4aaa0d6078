"""What mwaa-doctor predicts for the corpus, compared with what real Airflow said of it."""

from __future__ import annotations

import ast
import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent.parent / "corpus"
PREDICTING = (
    "argument-not-accepted", "argument-value-refused", "callable-called-instead-of-passed", "circular-import",
    "context-parameter-refused", "dependency-cycle", "duplicate-task-id", "file-does-not-parse", "import-case-mismatch",
    "invalid-dag-id", "invalid-schedule", "invalid-task-id", "list-shifted-to-list", "module-attribute-not-found",
    "module-not-found", "name-never-bound", "name-not-found", "operator-given-positional-arguments",
    "package-not-installed", "param-without-default-on-schedule", "relative-import-beyond-top", "removed-feature",
    "required-argument-missing", "schedule-given-twice", "start-date-missing", "syntax-newer-than-python",
    "task-decorator-not-found", "taskflow-argument-missing", "tasks-of-two-dags-linked",
    "version-test-ignores-major", "virtualenv-not-installed",
)  # fmt: skip
MISSED = {
    "fallback_pass_then_used.py": "a name is used that a failed import left unbound",
    "guide_hive_plugin.py": "depends on an environment variable",
    "local_broken_helper.py": "a look-up fails in a value that is computed",
    "local_star_private_name.py": "a star import leaves out names with an underscore",
    "wrong_raise_at_parse.py": "depends on an environment variable",
    "star_from_airflow.py": "a star import of a package that names what it does not have",
}
# Helpers that real Airflow does not parse by themselves: the failure is that of the files which import them.
HELPERS = {"circular/invoices.py", "circular/orders.py", "shared/syntax.py"}


@pytest.mark.parametrize("version", ["2.8.1", "2.10.3", "3.0.6"])
def test_predictions_are_what_airflow_says(version: str, tmp_path: Path, check) -> None:
    expected = json.loads((CORPUS / f"expected-{version}.json").read_text())
    shutil.copytree(CORPUS / "dags", tmp_path / "dags")
    (tmp_path / "requirements.txt").write_text("# nothing beyond the image\n")

    document = check(tmp_path, "--airflow-version", version, "--select", ",".join(PREDICTING)).document

    predicted = _predicted(document, tmp_path / "dags")
    failing = {name for name, row in expected.items() if row["error"]}
    assert document["crashes"] == []
    assert predicted - failing - HELPERS == set(), "predicted, but Airflow loads them"
    assert failing - predicted == {name for name in MISSED if name in failing}, "Airflow refuses them, not predicted"


def _predicted(document: dict, dags: Path) -> set[str]:
    """The files that break when they are parsed: those with a finding that runs then, and those that import them."""
    own = defaultdict(list)
    for item in document["findings"]:
        if item["severity"] == "error":
            for place in (item, *item["also"]):
                own[place["path"].removeprefix("dags/")].append((item["rule"], place["line"]))
    broken = {
        name for name, rows in own.items() if any(not _runs_in_a_task(dags / name, rule, line) for rule, line in rows)
    }
    imports = {path.relative_to(dags).as_posix(): _local_imports(path, dags) for path in dags.rglob("*.py")}
    while more := {name for name, used in imports.items() if name not in broken and used & broken}:
        broken |= more
    return broken


def _runs_in_a_task(path: Path, rule: str, line: int) -> bool:
    """Whether an import stands in a function that no code calls while the file is parsed."""
    if rule not in ("package-not-installed", "module-not-found", "name-not-found"):
        return False
    functions = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.FunctionDef)]
    around = [node for node in functions if node.lineno < line <= (node.end_lineno or 0)]
    if not around:
        return False
    innermost = max(around, key=lambda node: node.lineno)
    return not any("dag" in ast.unparse(decorator).split("(")[0] for decorator in innermost.decorator_list)


def _local_imports(path: Path, dags: Path) -> set[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:
        return set()
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    found = set()
    for name in names:
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            stem = "/".join(parts[:count])
            found |= {file for file in (f"{stem}.py", f"{stem}/__init__.py") if (dags / file).is_file()}
    return found
