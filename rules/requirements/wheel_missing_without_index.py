"""A package is not among the wheels, and pip may ask no index.

Why
    With `--no-index` pip takes packages from plugins.zip alone. Everything must be there, also what the packages depend
    on, in versions that the constraints allow and in wheels for the image's Python and Linux on x86_64. One gap ends
    the installation.

Fix
    Collect the wheels with `pip download -r requirements.txt -d plugins` on such a system and zip the folder anew.

Bad
    # requirements.txt
    --no-index
    openpyxl==3.1.5  # <- here

Good
    # requirements.txt
    --no-index
    boto3
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_files import is_remote, lies_in
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.models.wheelhouse import Wheelhouse
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["no-index-needs-all-wheels"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    if not installation.offline or not installation.needs_packages:
        return
    links = installation.requirements.given("find-links")
    if any(not lies_in("plugins", link.value) or is_remote(link.value) for link in links):
        raise Unknown("what the other places of `--find-links` hold")
    if not links:
        for entry in installation.entries:
            version = installation.installed.get(entry.name)
            if not entry.source and (version is None or not entry.allows(version)):
                message = f"pip may ask no index for `{entry}`, and no `--find-links` names a folder of wheels"
                yield Finding(entry, message, cause=f"no index: {installation.requirements.path}")
        return
    plugins = project.plugins
    if plugins is None or plugins.archive is None or plugins.archive.fault:
        raise Unknown("what plugins.zip will hold: it is not among the files of the project")
    wheelhouse = Wheelhouse(plugins, installation)
    for gap in wheelhouse.gaps():
        behind = f", which `{gap.needed_by}` needs," if gap.needed_by else ""
        message = f"`{gap.need}`{behind} is not among the wheels of {plugins.archive.path}"
        evidence = (f"of that name there is {', '.join(gap.near[:3])}, which does not fit",) if gap.near else ()
        if wheelhouse.unsure:
            break
        yield Finding(gap.entry, message, evidence, cause=gap.need)
    if wheelhouse.unsure:
        raise Unknown("; ".join(list(wheelhouse.unsure)[:3]))
