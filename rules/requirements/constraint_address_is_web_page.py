"""The address of the constraints leads to a web page about the file, not to the file.

Why
    GitHub shows a file at `github.com/.../blob/...` within a page. pip reads that page as constraints, cannot make
    sense of its HTML and installs nothing.

Fix
    Name the file itself, at `raw.githubusercontent.com`.

Bad
    # requirements.txt
    --constraint "https://github.com/apache/airflow/blob/constraints-2.10.3/constraints-3.11.txt"  # <- here

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Edit, Finding, Fix, rule

_PAGE = re.compile(r"https?://(?:www\.)?github\.com/([^/]+/[^/]+)/(?:blob|tree)/([^?#]+)")


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for constraint in installation.requirements.constraints:
        page = _PAGE.fullmatch(constraint.target)
        if page:
            address = f"https://raw.githubusercontent.com/{page[1]}/{page[2]}"
            fix = Fix(f'Write `--constraint "{address}"`', (Edit.replacing(constraint.place, address),), safe=True)
            yield Finding(constraint, f"`{constraint.target}` is a web page, not the file of constraints", fix=fix)
