"""A line of an .airflowignore file is written in the other syntax.

Why
    Airflow 2 reads regular expressions, Airflow 3 globs. Written in the other way the line hides nothing, so files are
    parsed that were not meant to be.

Fix
    Write it the way that the environment's version reads it: `\\.md$` for Airflow 2, `*.md` for Airflow 3.

Bad
    # dags/.airflowignore
    # airflow-version: 3.0.6
    ^helpers/  # <- here
    # dags/helpers/layouts.py
    FIELDS = {}
    ---
    # dags/.airflowignore
    helpers/*.py  # <- here
    # dags/helpers/layouts.py
    FIELDS = {}

Good
    # dags/.airflowignore
    # airflow-version: 3.0.6
    helpers/
    *_test.py
    # dags/helpers/layouts.py
    FIELDS = {}
    # dags/load_test.py
    FIELDS = {}
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_ignore import AirflowIgnore, Pattern
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Edit, Finding, Fix, Unknown, rule


@rule(
    severity="warning",
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#airflowignore",
)
def check(ignore: AirflowIgnore, project: Project) -> Iterator[Finding]:
    idle = ignore.idle()
    if idle and not ignore.syntax_is_known:
        raise Unknown("whether the lines are regular expressions or globs depends on the Airflow version")
    for pattern in idle:
        other = pattern.in_other_syntax
        hidden = [path for path in ignore.paths_below(project.all_files) if other.matches(path)]
        if hidden and not other.fault:
            own, foreign = "regular expressions", "a glob"
            if pattern.syntax == "glob":
                own, foreign = "globs", "a regular expression"
            yield Finding(
                pattern,
                f"`{pattern.text}` hides nothing, because the lines are read as {own}",
                evidence=(f"as {foreign} it would hide {len(hidden)} files, such as `{hidden[0]}`",),
                fix=_repair(pattern, hidden, ignore.paths_below(project.all_files)),
                cause=ignore.path,
            )


def _repair(pattern: Pattern, hidden: list[str], paths: list[str]) -> Fix | None:
    """The line in the syntax of its file, if it is simple; unsafe, because it hides files that are parsed now."""
    translated = pattern.translated
    if translated is None or translated.fault or [path for path in paths if translated.matches(path)] != hidden:
        return None
    return Fix(f"Write `{translated.text}`", (Edit.replacing(pattern.place, translated.text),))
