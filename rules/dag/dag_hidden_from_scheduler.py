"""A file makes DAGs through a helper, but Airflow never looks into it.

Why
    Airflow parses only files that hold both words, `airflow` and `dag`. A file that lacks one is skipped without a
    message, and its DAGs never appear.

Fix
    Name the missing word, in a comment if need be: `# airflow dag`.

Bad
    # dags/common/factory.py
    from airflow import DAG


    def build(name):
        with DAG(name, schedule=None) as made:
            return made
    # dags/heartbeat.py
    from common.factory import build

    for name in ("disk", "memory"):
        globals()[name] = build(name)  # <- here

Good
    # dags/common/factory.py
    from airflow import DAG


    def build(name):
        with DAG(name, schedule=None) as made:
            return made


    def owner(name):
        return f"team {name}"
    # dags/heartbeat.py
    # airflow finds a dag here
    from common.factory import build

    for name in ("disk", "memory"):
        globals()[name] = build(name)
    # dags/names.py
    from common.factory import owner

    OWNER = owner("disk")
"""

from collections.abc import Iterator

from mwaa_doctor.models.parse_time import parse_time
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_WORDS = (b"airflow", b"dag")
_MAKERS = ("dagfactory.", "gusty.create_dag", "cosmos.DbtDag")


@rule(
    severity="warning",
    covers=["dag-file-seen-by-scheduler"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#loading-dags",
)
def check(file: PythonFile, project: Project) -> Iterator[Finding]:
    if file.role != "dag":
        return
    text = file.source.lower()
    missing = [word.decode() for word in _WORDS if word not in text]
    if not missing or any(ref.path == file.path and ref.ignored for ref in project.sources):
        return
    for call in parse_time(file).calls:
        name = file.qualified_name(call)
        if call.scope.function() is None and (name.startswith(_MAKERS) or file.makes_dag(name)):
            yield Finding(
                file.place_of(call.node),
                f"`{file.path}` lacks the word `{missing[0]}`, so Airflow does not look into it",
                evidence=(f"`{name}` makes a DAG", "Airflow skips files without both words, `airflow` and `dag`"),
            )
            return
