"""pip refuses a line of the constraint file.

Why
    A constraint says which version of a package may be taken, and no more: a name with a version, without extras, not
    as a folder to be edited. One other line ends the installation.

Fix
    Write `name==version` without extras.

Bad
    # requirements.txt
    -c /usr/local/airflow/dags/constraints.txt
    requests
    # dags/constraints.txt
    requests[socks]==2.32.3  # <- here
    pandas=2.1.4  # <- here

Good
    # requirements.txt
    -c /usr/local/airflow/dags/constraints.txt
    requests[socks]
    # dags/constraints.txt
    requests==2.32.3
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://pip.pypa.io/en/stable/user_guide/#constraints-files",
)
def check(installation: Installation) -> Iterator[Finding]:
    for file in installation.constraint_files():
        for fault in file.faults:
            yield Finding(fault, f"pip cannot read `{fault.text}` as a constraint: {fault.reason}")
        for entry in file.entries:
            if entry.fault:
                yield Finding(entry, f"pip cannot read `{entry.text}` as a constraint: {entry.fault}")
            elif entry.kind == "editable":
                yield Finding(entry, "a constraint cannot be a folder or repository to be edited")
            elif entry.extras:
                bare = f"{entry.spelling}{entry.specifier}"
                yield Finding(
                    entry, f"`{entry.text}` has extras, which a constraint may not have", fix=f"Write `{bare}`"
                )
