"""A CodeArtifact repository is used without a fresh token.

Why
    Tokens live for twelve hours at most. One that is written down works on the day of the test and not when MWAA
    replaces a container at night: pip is refused, and the requirements are not installed.

Fix
    In the startup script: `TOKEN=$(aws codeartifact get-authorization-token --domain DOMAIN --query authorizationToken
    --output text)`, then export `PIP_INDEX_URL` with it.

Bad
    # requirements.txt
    --index-url https://example-111111111111.d.codeartifact.eu-west-1.amazonaws.com/pypi/main/simple/  # <- here
    house-operators==1.4.0
    # startup.sh
    export STAGE=prod
    ---
    # startup.sh
    HOST=example-111111111111.d.codeartifact.eu-west-1.amazonaws.com
    export PIP_INDEX_URL="https://aws:$TOKEN@$HOST/pypi/main/simple/"  # <- here

Good
    # requirements.txt
    --index-url https://example-111111111111.d.codeartifact.eu-west-1.amazonaws.com/pypi/main/simple/
    house-operators==1.4.0
    # startup.sh
    aws codeartifact login --tool pip --domain example --repository main
"""

from collections.abc import Iterator

from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Placed, Unknown, rule
from mwaa_doctor.unknown import ONLY_SOME_FILES

_HOST = ".d.codeartifact."
_FETCHES = ("get-authorization-token", "login")
_OPTIONS = ("index-url", "extra-index-url", "find-links")


@rule(
    severity="error",
    covers=["codeartifact-token-in-startup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-code-artifact.html",
)
def check(project: Project) -> Iterator[Finding]:
    scripts = tuple(StartupScript.subjects(project))
    used: list[Placed] = [
        option
        for file in project.requirements_files
        for option in file.options
        if option.name in _OPTIONS and _HOST in option.value
    ]
    used.extend(item for script in scripts for item in script.settings if _HOST in item.value and "PIP_" in item.name)
    if not used or any(_fetches(script) for script in scripts):
        return
    doubt = next((script.doubt for script in scripts if script.doubt), "" if project.complete else ONLY_SOME_FILES)
    if doubt:
        raise Unknown(f"whether a token is fetched: {doubt}")
    reason = "the startup script fetches none" if scripts else "there is no startup script that fetches one"
    yield Finding(used[0], f"CodeArtifact needs a fresh token at every start, and {reason}", cause="token")


def _fetches(script: StartupScript) -> bool:
    """Whether the AWS CLI or Python code in the script asks for a token."""
    for command in script.commands:
        arguments = command.step.arguments
        if command.step.program == "aws" and arguments[:1] == ("codeartifact",) and arguments[1:2]:
            return arguments[1] in _FETCHES
    return b"get_authorization_token" in script.data
