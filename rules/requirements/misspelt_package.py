"""The name of a package is misspelt.

Why
    A name that does not exist ends the installation. One that does exist belongs to somebody else: such names are
    taken on purpose to get foreign code into environments.

Fix
    Correct the name.

Bad
    # requirements.txt
    psycpg2-binary==2.9.9  # <- here
    awsrangler  # <- here

Good
    # requirements.txt
    psycopg2-binary
    awswrangler
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.facts.installation import misprints
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.requirement_entry import Requirement
from mwaa_doctor.rule import Edit, Finding, Fix, rule

_PROVIDER = "apache-airflow-providers-"


@rule(
    severity="error",
    covers=["misspelt-package"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-dbt.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for entry in installation.entries:
        printed = misprints().get(entry.name)
        if printed is not None:
            message = f"`{entry.spelling}` is misspelt, `{printed.meant}` is meant"
            fix = Fix(f"Write `{printed.meant}`", _renamed(entry, printed.meant), safe=True)
            yield Finding(entry, message, fix=fix)
        elif entry.name.startswith(_PROVIDER) and not entry.source:
            near = _nearest(entry.name, facts.constraints(str(installation.airflow)) or {})
            if near:
                message = f"there is no `{entry.spelling}` in the constraints, `{near}` may be meant"
                fix = Fix(f"Write `{near}`", _renamed(entry, near))
                yield Finding(entry, message, fix=fix, severity="info")


def _renamed(entry: Requirement, name: str) -> tuple[Edit, ...]:
    """Another name in a line that asks an index for the package."""
    place = entry.place
    if entry.source or not entry.text.startswith(entry.spelling) or " " in name:
        return ()
    return (Edit(place.path, (place.line, place.column), (place.line, place.column + len(entry.spelling)), name),)


def _nearest(name: str, known: object) -> str:
    """The provider whose name differs by one letter, from which no other one is as near."""
    names = [item for item in known if item.startswith(_PROVIDER)]  # type: ignore[attr-defined]
    if name in names:
        return ""
    near = [item for item in names if _one_apart(name, item)]
    return near[0] if len(near) == 1 else ""


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter added, lost, changed or two neighbours swapped lead from one text to the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or b[1:] == a or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
