"""A line of an .airflowignore file hides nothing.

Why
    What it was to hide has been moved, renamed or deleted, or the line has a typing error and the files are parsed.

Fix
    Correct the line or delete it.

Bad
    # dags/.airflowignore
    ^comon/  # <- here
    # dags/common/config.py
    OWNER = "platform"

Good
    # dags/.airflowignore
    ^common/
    __pycache__
    # dags/common/config.py
    OWNER = "platform"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_ignore import AirflowIgnore
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_COME_AND_GO = ("pycache", ".pyc", ".git", "ipynb_checkpoints", "DS_Store", "venv", ".idea", ".vscode", "cache", "tmp")


@rule(
    severity="info",
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#airflowignore",
)
def check(ignore: AirflowIgnore, project: Project) -> Iterator[Finding]:
    for pattern in ignore.idle():
        plain = pattern.text.replace("\\", "")
        if any(part in plain for part in _COME_AND_GO):
            continue
        other = pattern.in_other_syntax
        if not any(other.matches(path) for path in ignore.paths_below(project.all_files)):
            yield Finding(pattern, f"`{pattern.text}` hides no file of the project")
