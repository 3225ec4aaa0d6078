"""A version that the requirements ask for is not the one that the constraints in force allow.

Why
    pip takes a requirement and a constraint together. If no version fits both, it refuses the whole file: nothing is
    installed, and every DAG that needs a package of it fails to import, twenty minutes after the update began. From
    Airflow 2.7.2 on MWAA adds its copy of the constraints to a file that names none.

Fix
    Take the version of the constraints. To have another, copy the constraints into the DAG folder, change the version
    there and name the copy: `--constraint "/usr/local/airflow/dags/constraints-3.11-updated.txt"`.

Bad
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas==2.2.3  # <- here
    apache-airflow-providers-snowflake==1.3.0  # <- here
    ---
    # requirements.txt
    requests>=2.40  # <- here
    ---
    # requirements.txt
    -c /usr/local/airflow/dags/constraints.txt
    Pandas == 2.1.4  # <- here
    # dags/constraints.txt
    pandas==2.2.3

Good
    # requirements.txt
    --constraint "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.3/constraints-3.11.txt"
    pandas==2.1.4
    apache-airflow-providers-snowflake
    requests>=2.31
    pandas==1.5.3 ; python_version < "3.9"
    ---
    # requirements.txt
    -c /usr/local/airflow/dags/constraints.txt
    pandas==2.2.3
    # dags/constraints.txt
    pandas==2.2.3
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import sample_pins
from mwaa_doctor.models.installation import Conflict, Installation
from mwaa_doctor.rule import Edit, Finding, Fix, Unknown, rule


@rule(
    severity="error",
    covers=["pin-conflicts-with-constraint", "sample-pins-outdated", "files-fit-target-version"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for conflict in installation.conflicts():
        if conflict.layer.forced:
            continue  # pin-conflicts-with-forced-version: that one cannot be repaired by other constraints
        entry, layer = conflict.entry, conflict.layer
        message = f"`{entry}` cannot be installed: {layer.label} {_verb(conflict)} `{conflict.demanded}`"
        evidence = [layer.origin]
        if entry.name in layer.places:
            evidence.append(f"{layer.path}:{layer.places[entry.name].line} says so")
        printed = sample_pins().get(f"{entry.name}=={entry.pin}")
        if printed is not None:
            evidence.append(f"a sample page prints this pin for an older version of Airflow: {printed.source}")
        yield Finding(entry, message, tuple(evidence), _repair(conflict))
    if installation.unread:
        raise Unknown(installation.unread)


def _verb(conflict: Conflict) -> str:
    return "pin" if conflict.layer.label.startswith("the constraints") else "says"


def _repair(conflict: Conflict) -> Fix | str:
    entry = conflict.entry
    version = conflict.layer.pin(entry.name)
    if version is None or entry.source or not entry.specifier:
        return f"Ask for a version that fits `{conflict.demanded}`"
    at = entry.text.find(entry.specifier)
    place = entry.place
    description = f"Write `{entry.spelling}=={version}`, or change the version in a copy of the constraints"
    if at < 0 or place.end_line != place.line or place.end_column - place.column != len(entry.text):
        return description
    start = (place.line, place.column + at)
    end = (place.line, place.column + at + len(entry.specifier))
    return Fix(description, (Edit(place.path, start, end, f"=={version}"),))
