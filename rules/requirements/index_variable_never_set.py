"""A variable in requirements.txt is spelt in a way that nothing sets or pip does not replace.

Why
    The configuration option `foo.user` becomes the variable `AIRFLOW__FOO__USER`, with two underscores. pip replaces
    `${NAME}` in capitals only, and leaves the text as it is where no such variable is set: the index refuses the
    login, and nothing is installed.

Fix
    Write `${AIRFLOW__SECTION__KEY}`, or export the variable in the startup script.

Bad
    # requirements.txt
    --extra-index-url https://${AIRFLOW_FOO_USER}:${AIRFLOW_FOO_PASS}@pypi.example.com/simple  # <- here
    ---
    # requirements.txt
    --extra-index-url https://$${AIRFLOW__FOO__USER}:x@pypi.example.com/simple  # <- here

Good
    # requirements.txt
    --extra-index-url https://${AIRFLOW__FOO__USER}:${AIRFLOW__FOO__PASS}@pypi.example.com/simple
    ---
    # requirements.txt
    --extra-index-url https://aws:${TOKEN}@pypi.example.com/simple
    # startup.sh
    export TOKEN=$(cat /tmp/token)
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule

_VARIABLE = re.compile(r"(\$?)\$\{(\w+)\}")
_OPTION = re.compile(r"AIRFLOW__[A-Z0-9_]+?__[A-Z0-9_]+")


@rule(
    severity="error",
    covers=["index-variable-name"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    for option in installation.requirements.options:
        for found in _VARIABLE.finditer(option.value):
            doubled, name = found.groups()
            fix = None
            if doubled:
                message = f"`$${{{name}}}` has a `$` too many, which stays in the address"
                fix = f"Write `${{{name}}}`"
            elif name != name.upper():
                message = f"pip does not replace `${{{name}}}`, only names in capitals"
            elif name in project.startup_exports or not name.startswith("AIRFLOW_") or _OPTION.fullmatch(name):
                continue
            else:
                message = f"nothing sets `{name}`: options become variables with two underscores, AIRFLOW__SECTION__KEY"
            yield Finding(option, message, fix=fix)
            break
