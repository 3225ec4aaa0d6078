"""watchtower is listed, which MWAA installs itself.

Why
    MWAA writes the task logs with watchtower, in the version that it was tested with, and installs or forces it
    whatever the file says. Another version has no effect or breaks the logging.

Fix
    Drop the line.

Bad
    # requirements.txt
    watchtower  # <- here

Good
    # requirements.txt
    pandas
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["watchtower-listed"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-packages.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    if installation.airflow < (2,):
        return
    refused = {conflict.entry for conflict in installation.conflicts()}
    for entry in installation.entries:
        if entry.name == "watchtower" and entry not in refused:
            yield Finding(entry, f"`{entry}` has no effect: MWAA brings its own watchtower")
