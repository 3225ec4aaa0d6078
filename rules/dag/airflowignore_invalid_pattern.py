"""A line of an .airflowignore file is dropped because it is no valid pattern.

Why
    Airflow writes a warning to the scheduler's log and goes on without the line, so what it was to hide is parsed.

Fix
    Write a regular expression that is searched for in the path below the DAG folder, `\\.md$` rather than `*.md`; from
    Airflow 3 on the lines are globs as in `.gitignore`.

Bad
    # dags/.airflowignore
    ^common/
    *.md  # <- here
    (draft  # <- here
    ^(?!production)  # <- here
    # dags/common/config.py
    OWNER = "platform"

Good
    # dags/.airflowignore
    # *.md
    ^common/
    \\.md$
    (draft)
    # dags/common/config.py
    OWNER = "platform"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_ignore import AirflowIgnore, Pattern
from mwaa_doctor.rule import Edit, Finding, Fix, Unknown, rule


@rule(
    severity="warning",
    source="https://airflow.apache.org/docs/apache-airflow/2.10.3/core-concepts/dags.html#airflowignore",
)
def check(ignore: AirflowIgnore) -> Iterator[Finding]:
    faulty = [pattern for pattern in ignore.patterns if pattern.fault and not pattern.ends_search]
    if faulty and not ignore.syntax_is_known:
        raise Unknown("whether the lines are regular expressions or globs depends on the Airflow version")
    for pattern in faulty:
        kind = "regular expression" if pattern.syntax == "regexp" else "glob"
        yield Finding(pattern, f"`{pattern.text}` is no valid {kind}: {pattern.fault}", fix=_repair(pattern))


def _repair(pattern: Pattern) -> Fix | None:
    """The line in the syntax of its file, if it is simple; unsafe, because it hides files that are parsed now."""
    translated = pattern.translated
    if translated is None or translated.fault:
        return None
    return Fix(f"Write `{translated.text}`", (Edit.replacing(pattern.place, translated.text),))
