"""A provider is listed that nothing in the project uses.

Why
    Every container installs it at every start, with all that it depends on, and it is one more thing that must fit the
    constraints at the next upgrade.

Fix
    Drop the line, if connections made in the UI do not need it either.

Bad
    # requirements.txt
    apache-airflow-providers-snowflake  # <- here
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)

Good
    # requirements.txt
    apache-airflow-providers-snowflake
    # dags/load.py
    from airflow import DAG
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

    with DAG("load", schedule=None):
        SQLExecuteQueryOperator(task_id="a", sql="select 1", conn_id="snowflake_default")
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.requirement_entry import Requirement
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_PREFIX = "apache-airflow-providers-"
_READ = (".py", ".yaml", ".yml", ".json", ".sh", ".toml", ".cfg", ".sql", ".tf", ".env")
_GENERAL = frozenset({"common", "core", "cloud", "apache", "microsoft", "google", "standard", "sql", "io", "compat"})


@rule(
    severity="info",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
    confidence="medium",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    unused: dict[Requirement, tuple[bytes, ...]] = {}
    for entry in installation.entries:
        words = tuple(word.encode() for word in entry.name.removeprefix(_PREFIX).split("-") if word not in _GENERAL)
        if entry.name.startswith(_PREFIX) and words and entry.name not in installation.installed:
            unused[entry] = words
    if not unused or len(project.requirements_files) > 1 or not project.dag_folders:
        return
    if project.plugins is not None and project.plugins.archive is not None:
        return  # modules of the archive may use them
    for path in project.all_files:
        if path.endswith(_READ):
            data = project.read(path)
            text = data.lower() if isinstance(data, bytes) else b""
            unused = {entry: words for entry, words in unused.items() if not any(word in text for word in words)}
    for entry in unused:
        yield Finding(entry, f"nothing in the project mentions what `{entry.spelling}` is for")
