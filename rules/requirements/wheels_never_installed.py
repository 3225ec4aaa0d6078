"""plugins.zip holds wheels that requirements.txt does not install.

Why
    MWAA unpacks plugins.zip and does no more. pip takes the wheels only if requirements.txt names their folder, or each
    of them by its path; otherwise it fetches the packages from the index, or the imports fail.

Fix
    Begin requirements.txt with `--find-links /usr/local/airflow/plugins` and `--no-index`, and list the packages.

Bad
    # requirements.txt  # <- here
    tools==1.0
    # plugins/tools-1.0-py3-none-any.whl
    (a wheel)

Good
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    tools==1.0
    # plugins/tools-1.0-py3-none-any.whl
    (a wheel)
    ---
    # requirements.txt
    /usr/local/airflow/plugins/tools-1.0-py3-none-any.whl
    # plugins/tools-1.0-py3-none-any.whl
    (a wheel)
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import container
from mwaa_doctor.models.container_files import is_remote, lies_in
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["wheels-need-find-links"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation, project: Project) -> Iterator[Finding]:
    wheels = [package for package in project.plugins.packages if package.wheel] if project.plugins is not None else []
    if not wheels or installation.is_refused:
        return
    links = installation.requirements.given("find-links")
    local = [entry for entry in installation.requirements.entries if entry.source and not is_remote(entry.source)]
    if local or any(not is_remote(link.value) and lies_in("plugins", link.value) for link in links):
        return
    message = f"nothing installs the wheels among the plugins, such as `{wheels[0].file.name}`"
    evidence = (f"no `--find-links {container().plugins}` in {installation.requirements.path}",)
    yield Finding(installation.requirements, message, evidence)
