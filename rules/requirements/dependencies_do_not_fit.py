"""No set of versions fits what the packages and the constraints want of each other.

Why
    A package depends on others, and these on more. If one of them wants a version that another, or a constraint in
    force, rules out, pip refuses the whole file, which shows twenty minutes into the update of the environment. Only
    `check --resolve` finds this, because only the package index knows the dependencies.

Fix
    Take a version of the package that accepts what the constraints have, or change the other one in a copy of the
    constraints.

Bad
    # options: --resolve
    # requirements.txt
    --no-index
    internal-tools==1.0  # <- here

Good
    # options: --resolve
    # requirements.txt
    --no-index
    boto3
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.resolution import Claim, Resolution
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["pin-conflicts-with-constraint"],
    source="https://pip.pypa.io/en/stable/topics/dependency-resolution/",
)
def check(resolution: Resolution) -> Iterator[Finding]:
    if resolution.problem:
        raise Unknown(resolution.problem)
    file = resolution.installation.requirements
    evidence = (f"resolved by {resolution.tool}, with the constraints and forced versions in force",)
    if resolution.missing:
        entry = file.named(re.split(r"[\[<>=!~]", resolution.missing)[0])
        fix = "Correct the name or the version, or name the index that has it"
        yield Finding(entry or file, f"no package index has `{resolution.missing}`", evidence, fix)
    if resolution.unfit:
        entry = file.named(re.split(r"[\[<>=!~]", resolution.unfit)[0])
        message = f"no versions of what `{resolution.unfit}` depends on fit the rest of the file and the constraints"
        yield Finding(entry or file, message, (*evidence, *resolution.reasons))
    if resolution.claims:
        one, other = _pair(resolution.claims)
        entry = resolution.entry_of(one) or resolution.entry_of(other)
        parts = [_says(claim, resolution) for claim in (one, other)]
        yield Finding(entry or file, f"{parts[0]}, but {parts[1]}", evidence, _repair(one, other, resolution))


def _pair(claims: tuple[Claim, ...]) -> tuple[Claim, Claim]:
    """The two that contradict each other: about one distribution, a package's before that of a constraint."""
    first = next((claim for claim in claims if claim.who), claims[0])
    same = [
        claim for claim in claims if claim.name.lower() == first.name.lower() and claim.specifier != first.specifier
    ]
    other = next((claim for claim in same if not claim.who), next(iter(same), claims[-1]))
    return first, other


def _says(claim: Claim, resolution: Resolution) -> str:
    if claim.who:
        return f"`{claim.who}` wants `{claim}`"
    layer = resolution.layer_of(claim)
    if layer is None:
        return f"the file wants `{claim}`"
    if layer.forced:
        return f"{layer.label} forces `{claim}`"
    return f"{layer.label} {'says' if layer.path else 'pin'} `{claim}`"


def _repair(one: Claim, other: Claim, resolution: Resolution) -> str:
    name = one.who.partition(" ")[0] or one.name
    layer = resolution.layer_of(other) if not other.who else None
    text = f"Take a version of `{name}` that goes with `{other}`"
    return text if layer is None or layer.forced else f"{text}, or change `{other.name}` in a copy of the constraints"
