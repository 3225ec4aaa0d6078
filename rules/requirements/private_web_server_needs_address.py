"""The web server is private, and a line of requirements.txt must be fetched from an address.

Why
    A private web server cannot reach any address, whatever gateways your VPC has. pip fails on it and installs nothing
    of the file there.

Fix
    Put the wheels into plugins.zip and a constraint file into the DAG folder, and name both by their paths in the
    container.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # requirements.txt
    --find-links https://files.example.com/wheels  # <- here
    --no-index
    https://files.example.com/tools-1.0-py3-none-any.whl  # <- here

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    tools==1.0
"""

from collections.abc import Iterator

from mwaa_doctor.models.container_files import is_remote
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["private-webserver-remote-address"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    if not installation.needs_packages or not installation.has_private_web_server:
        return
    for where, address, name in installation.requirements.addresses():
        if name == "--constraint" and installation.offline:
            continue  # no-index-with-remote-constraint says so
        if is_remote(address):
            host = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
            yield Finding(where, f"the private web server cannot reach `{host}`, which `{name}` needs")
