"""A package index is asked without TLS.

Why
    Over plain HTTP anyone on the way can put other code into the packages, and pip refuses such an index unless it is
    trusted by name.

Fix
    Use `https://`.

Bad
    # requirements.txt
    --extra-index-url http://pypi.example.com/simple  # <- here
    internal-tools==1.0

Good
    # requirements.txt
    --extra-index-url https://pypi.example.com/simple
    internal-tools==1.0
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_PLAIN = re.compile(r"http://(?:[^/@]*@)?(?!localhost\b|127\.0\.0\.1\b)([^/:]+)")


@rule(
    severity="warning",
    covers=["index-url-replaces-pypi"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for option in installation.requirements.options:
        found = _PLAIN.match(option.value) if option.name in ("index-url", "extra-index-url", "find-links") else None
        if found:
            yield Finding(option, f"packages are fetched from `{found[1]}` without TLS", fix="Use `https://`")
