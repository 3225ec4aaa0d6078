"""pip cannot read a line of the requirements file.

Why
    pip reads the whole file before it installs anything. One line that it cannot read ends the installation, and every
    DAG that needs a package of the file fails to import.

Fix
    Repair the line: two hyphens before an option, `==` for an exact version, only options that a requirements file
    may hold.

Bad
    # requirements.txt
    ---constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"  # <- here
    pandas==2.1.4
    ---
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas=2.1.4  # <- here
    openpyxl --upgrade  # <- here

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas==2.1.4
    openpyxl >= 3.1, < 4 ; python_version >= "3.10"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_HYPHENS = re.compile(r"-{3,}(?=\w)")


@rule(
    severity="error",
    covers=["constraint-three-hyphens"],
    source="https://pip.pypa.io/en/stable/reference/requirements-file-format/",
)
def check(installation: Installation) -> Iterator[Finding]:
    file = installation.requirements
    for fault in file.faults:
        fix = None
        if _HYPHENS.match(fault.text):
            fix = f"Write `{_HYPHENS.sub('--', fault.text)}`"
        what = (
            f"pip cannot read `{fault.text}`: {fault.reason}"
            if fault.text
            else f"pip cannot read {fault.place.path}: {fault.reason}"
        )
        yield Finding(fault, what, fix=fix, cause=f"{fault.place.path}:{fault.place.line}")
    for entry in file.entries:
        if entry.fault:
            yield Finding(entry, f"pip cannot read `{entry.text}`: {entry.fault}")
