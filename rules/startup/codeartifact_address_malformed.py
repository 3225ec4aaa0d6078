"""The address of a CodeArtifact repository cannot work.

Why
    pip cannot read the repository, or asks PyPI beside it. In the first case the whole requirements.txt fails; in the
    second somebody else's package of the same name may be installed.

Fix
    `export PIP_INDEX_URL="https://aws:$TOKEN@DOMAIN-OWNER.d.codeartifact.REGION.amazonaws.com/pypi/REPOSITORY/simple/"`

Bad
    # startup.sh
    TOKEN=$(aws codeartifact get-authorization-token --domain example --query authorizationToken --output text)
    HOST=example-111111111111.d.codeartifact.eu-west-1.amazonaws.com
    export PIP_INDEX_URL="https://token:$TOKEN@$HOST/pypi/main/simple/"  # <- here
    ---
    # startup.sh
    TOKEN=$(aws codeartifact get-authorization-token --domain example --query authorizationToken --output text)
    HOST=example-111111111111.d.codeartifact.eu-west-1.amazonaws.com
    export PIP_INDEX_URL="https://aws:$TOKEN@$HOST/main/"  # <- here

Good
    # startup.sh
    TOKEN=$(aws codeartifact get-authorization-token --domain example --query authorizationToken --output text)
    OWNER=111111111111
    HOST="example-${OWNER}.d.codeartifact.${AWS_REGION}.amazonaws.com"
    export PIP_INDEX_URL="https://aws:${TOKEN}@$HOST/pypi/main/simple/"
    export INDEX=https://packages.example.com/simple/
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, rule

_ADDRESS = re.compile(r"https://(?:([^/@]*)@)?([^/]*)\.d\.codeartifact\.([^/]*)\.amazonaws\.com(?:\.cn)?(/.*)?$")
_SAMPLE = ("amazon-112233445566",)
_NAMES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL")


@rule(
    severity="error",
    covers=["codeartifact-index-url"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-code-artifact.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    for setting in script.settings:
        if setting.name not in _NAMES:
            continue
        address = _ADDRESS.match(setting.value)
        fault = _fault(address) if address is not None else ""
        if fault:
            yield Finding(setting, f"`{setting.name}` {fault}", cause=setting.name)
        elif address is not None and setting.name == "PIP_EXTRA_INDEX_URL" and "PIP_INDEX_URL" not in script.exported:
            message = "`PIP_EXTRA_INDEX_URL` leaves PyPI in use beside the private repository"
            evidence = ("a package of the same name and a higher version on PyPI is taken instead of yours",)
            yield Finding(setting, message, evidence, severity="info", fix="Export it as `PIP_INDEX_URL`")


def _fault(address: re.Match[str]) -> str:
    user, host, path = address[1] or "", address[2], address[4] or ""
    if not user:
        return "gives CodeArtifact no user and token"
    if user != GAP and not user.startswith("aws:"):
        return "must give CodeArtifact the user `aws` and the token as its password, `aws:TOKEN@`"
    if host in _SAMPLE:
        return "names the account of the manual's sample"
    if GAP not in host and not re.search(r"-\d{12}$", host):
        return "must name the domain and its owner's account, `DOMAIN-123456789012`"
    if GAP not in path and not re.fullmatch(r"/pypi/[^/]+/simple/?", path):
        return "must end in `/pypi/REPOSITORY/simple/`"
    return ""
