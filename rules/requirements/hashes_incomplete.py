"""Some packages of the file carry hashes, others do not.

Why
    One `--hash` makes pip demand hashes of everything that it installs, dependencies included, and exact versions. A
    line without them ends the installation.

Fix
    Give every line a version and its hashes, and list the dependencies too (`pip-compile --generate-hashes`); or drop
    the hashes.

Bad
    # requirements.txt
    idna==3.10 --hash=sha256:946d195a0d259cbba61165e88e65941f16e9b36ea6ddb97f00452bae8b1287d3
    internal-tools==1.0  # <- here

Good
    # requirements.txt
    idna==3.10 --hash=sha256:946d195a0d259cbba61165e88e65941f16e9b36ea6ddb97f00452bae8b1287d3
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://pip.pypa.io/en/stable/topics/secure-installs/",
)
def check(installation: Installation) -> Iterator[Finding]:
    file = installation.requirements
    demanded = bool(file.given("require-hashes"))
    if file.given("no-require-hashes") or not (demanded or any(entry.hashed for entry in installation.entries)):
        return
    for entry in installation.entries:
        held = installation.installed.get(entry.name)
        if entry.hashed or "#sha" in entry.source or (held is not None and entry.allows(held)):
            continue  # what is installed already is not fetched, so there is nothing to compare
        yield Finding(entry, f"`{entry}` has no hash, and the file demands one of every package", cause=file.path)
