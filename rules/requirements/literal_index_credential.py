"""A password of a package index stands in the requirements file.

Why
    The file lies in the bucket and the repository, and pip prints the address in the installation log. Whoever reads
    one of them has the password.

Fix
    Set the configuration options `foo.user` and `foo.pass`, and write `${AIRFLOW__FOO__USER}:${AIRFLOW__FOO__PASS}`
    into the address; or let the startup script fetch a token and export it.

Bad
    # requirements.txt
    --extra-index-url https://deploy:s3cr3tPassw0rd@pypi.example.com/simple  # <- here

Good
    # requirements.txt
    --extra-index-url https://${AIRFLOW__FOO__USER}:${AIRFLOW__FOO__PASS}@pypi.example.com/simple
    internal @ git+ssh://git@git.example.com/internal.git
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule

_CREDENTIAL = re.compile(r"://(?P<user>[^/\s:@]*):(?P<secret>[^/\s@]+)@(?P<host>[^/\s]+)")


@rule(
    severity="error",
    covers=["index-credentials-not-literal"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    for where, address, _ in installation.requirements.addresses():
        found = _CREDENTIAL.search(address)
        if found and "$" not in found["secret"] and "{" not in found["secret"]:
            yield Finding(where, f"the password of `{found['host']}` is written into the address")
