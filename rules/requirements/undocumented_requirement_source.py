"""A package comes from somewhere other than an index or a wheel.

Why
    The manual names PyPI, indexes of your own and wheels. A repository or a source folder is fetched and built in
    every container at every start, within the few minutes that the installation has, and what it contains can change
    without a change of the file.

Fix
    Build a wheel and put it into an index or into plugins.zip.

Bad
    # requirements.txt
    internal @ git+https://git.example.com/internal.git@v1.2  # <- here
    -e /usr/local/airflow/dags/tools  # <- here

Good
    # requirements.txt
    internal==1.2
    /usr/local/airflow/plugins/tools-1.0-py3-none-any.whl
    https://files.example.com/other-1.0-py3-none-any.whl
"""

from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_KINDS = {"repository": "a repository", "editable": "a folder or repository to be edited"}


@rule(
    severity="info",
    covers=["requirement-source-kind"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for entry in installation.requirements.entries:
        kind = _KINDS.get(entry.kind, "")
        if entry.kind in ("url", "path") and not entry.source.partition("#")[0].endswith(".whl"):
            kind = "sources that are built at every start"
        if kind and not entry.fault:
            yield Finding(entry, f"`{entry.name or entry.source.rpartition('/')[2]}` comes from {kind}")
