"""The web server is private, and requirements.txt is not installed from wheels.

Why
    A private web server reaches no package index, not even through a NAT gateway: it runs outside your VPC. pip waits
    for the index until its time is over, the web server lacks the packages, and connections and plugins that need them
    are missing in the UI.

Fix
    Put the wheels of all packages into plugins.zip and begin the file with `--find-links /usr/local/airflow/plugins`
    and `--no-index`.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # requirements.txt  # <- here
    --constraint /usr/local/airflow/dags/constraints.txt
    apache-airflow-providers-snowflake

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    apache-airflow-providers-snowflake
    ---
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PUBLIC_ONLY"
    # requirements.txt
    apache-airflow-providers-snowflake
"""

from collections.abc import Iterator

from mwaa_doctor.facts.installation import container
from mwaa_doctor.models.container_files import is_remote, lies_in
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["private-webserver-needs-wheels"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    if not installation.needs_packages or not installation.has_private_web_server:
        return
    links = installation.requirements.given("find-links")
    local = [link for link in links if not is_remote(link.value) and lies_in("plugins", link.value)]
    if installation.offline and local:
        return
    fetched = [entry for entry in installation.entries if not (entry.source and not is_remote(entry.source))]
    fetched = [entry for entry in fetched if entry.name not in installation.installed]
    if not fetched:
        return
    lacking = " and ".join(
        text
        for text, given in (
            (f"`--find-links {container().plugins}`", bool(local)),
            ("`--no-index`", installation.offline),
        )
        if not given
    )
    message = f"the private web server cannot fetch `{fetched[0]}`: the file lacks {lacking}"
    yield Finding(installation.requirements, message, ("the access mode of the web server is PRIVATE_ONLY",))
