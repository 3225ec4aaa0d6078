"""`--find-links` names a page that holds no links to packages.

Why
    pip reads the page and takes the archives that it links to. The start page of an index has none, so the option adds
    nothing, and with `--no-index` nothing can be installed. An example in the manual prints it so.

Fix
    Name a folder of wheels, `/usr/local/airflow/plugins`, or a page that lists them. PyPI itself is asked without any
    option.

Bad
    # requirements.txt
    --find-links https://pypi.example.com/simple/  # <- here
    pandas

Good
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    pandas
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_START_PAGE = re.compile(r"https?://pypi(?:\.[a-z-]+)+(?:/(?:simple|pypi)?)?/?")


@rule(
    severity="warning",
    covers=["wheel-address-reachable"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for option in installation.requirements.given("find-links"):
        if _START_PAGE.fullmatch(option.value):
            yield Finding(option, f"`{option.value}` holds no links to packages, so the option adds nothing")
