"""Another package index takes the place of PyPI, for public packages as well.

Why
    `--index-url` holds for the whole file. pip then asks this index alone, also for the public packages of the file and
    for everything that these depend on; an index that does not pass on PyPI's packages lets the installation fail.

Fix
    Write `--extra-index-url` for an index with packages of your own. Leave it if the index is a mirror of PyPI.

Bad
    # requirements.txt
    --index-url https://pypi.example.com/simple  # <- here
    pandas==2.1.4
    internal-tools==1.0

Good
    # requirements.txt
    --extra-index-url https://pypi.example.com/simple
    pandas==2.1.4
    internal-tools==1.0
    ---
    # requirements.txt
    --index-url https://pypi.example.com/simple
    internal-tools==1.0
"""

import re
from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_PUBLIC = re.compile(r"https?://(?:[^/@]*@)?(?:pypi\.org|pypi\.python\.org)(?::\d+)?(?:/|$)")
_MIRROR = re.compile(r"artifactory|nexus|codeartifact|mirror|proxy|devpi|pulp|cloudsmith|gitlab", re.IGNORECASE)


@rule(
    severity="warning",
    covers=["index-url-replaces-pypi"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
    confidence="medium",
)
def check(installation: Installation) -> Iterator[Finding]:
    public = facts.constraints(str(installation.airflow)) or {}
    named = [entry for entry in installation.entries if entry.name in public and not entry.source]
    others = [entry for entry in installation.entries if entry.name not in public and not entry.source]
    for option in installation.requirements.given("index-url"):
        if _PUBLIC.match(option.value) or _MIRROR.search(option.value) or not (named and others):
            continue  # servers that pass on PyPI, or a file of one kind of packages only
        message = f"`--index-url` replaces PyPI, also for public packages such as `{named[0].spelling}`"
        yield Finding(option, message, fix="Write `--extra-index-url`, unless the index passes on the packages of PyPI")
