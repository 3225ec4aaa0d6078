"""A package is listed twice.

Why
    If no version fits both lines, pip refuses the file. If one does, the second line misleads whoever changes the
    first.

Fix
    Keep one of the lines.

Bad
    # requirements.txt
    internal-tools==1.0
    Internal_Tools==1.1  # <- here
    ---
    # requirements.txt
    internal-tools==1.0
    internal-tools==1.0  # <- here

Good
    # requirements.txt
    internal-tools==1.0 ; python_version < "3.11"
    internal-tools==1.1 ; python_version >= "3.11"
    tools[aws]
    tools[azure]
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.requirement_entry import Requirement
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    source="https://pip.pypa.io/en/stable/topics/dependency-resolution/",
)
def check(installation: Installation) -> Iterator[Finding]:
    first: dict[str, Requirement] = {}
    for entry in installation.entries:
        if not entry.name:
            continue
        before = first.setdefault(entry.name, entry)
        if before is entry or before.extras != entry.extras:
            continue
        evidence = (f"{before.place.path}:{before.place.line} has `{before}`",)
        if _exclude_each_other(before, entry):
            yield Finding(entry, f"no version of `{entry.name}` fits both `{before}` and `{entry}`", evidence)
        else:
            yield Finding(entry, f"`{entry.name}` is listed twice", evidence, severity="info")


def _exclude_each_other(one: Requirement, other: Requirement) -> bool:
    """Whether a version that one of them names exactly is none for the other."""
    pairs = ((one, other), (other, one))
    return any(a.pin is not None and not b.allows(a.pin) for a, b in pairs) and not any(
        b.pin is not None and a.allows(b.pin) for a, b in pairs
    )
