"""The startup script writes a secret to its log.

Why
    All that the script prints goes to CloudWatch Logs, where everybody who may read logs finds it, for as long as the
    logs are kept. `env` and `printenv` print MWAA's own secrets too, and `set -x` every value that is assigned.

Fix
    Print that it is there and not what it is: `echo "token: ${TOKEN:+present}"`. Keep `set -x` off around secrets.

Bad
    # startup.sh
    export API_TOKEN=$(aws secretsmanager get-secret-value --secret-id api --query SecretString --output text)
    echo "token is $API_TOKEN"  # <- here
    ---
    # startup.sh
    aws secretsmanager get-secret-value --secret-id api  # <- here
    printenv  # <- here
    ---
    # startup.sh
    set -ex  # <- here
    export CODEARTIFACT_TOKEN=$(aws codeartifact get-authorization-token --domain example --output text)

Good
    # startup.sh
    set -x
    sudo yum install -y libaio
    set +x
    export API_TOKEN=$(aws secretsmanager get-secret-value --secret-id api --query SecretString --output text)
    echo "token: ${API_TOKEN:+present}, ${#API_TOKEN} characters"
    echo "TOKEN_URL is $TOKEN_URL"
    echo "$API_TOKEN" | sha256sum > /tmp/token.sum
    echo "password = $API_TOKEN" > /tmp/credentials
    printenv HOME
    env | grep STAGE
"""

from collections.abc import Iterator

from mwaa_doctor.models.secrets import may_name_a_secret
from mwaa_doctor.models.startup_script import StartupCommand, StartupScript
from mwaa_doctor.rule import Finding, rule

_FETCHES = (
    ("secretsmanager", "get-secret-value"),
    ("codeartifact", "get-authorization-token"),
    ("ssm", "get-parameter"),
    ("ssm", "get-parameters"),
    ("ecr", "get-login-password"),
    ("sts", "assume-role"),
)


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    traced: StartupCommand | None = None
    for command in script.commands:
        step = command.step
        if step.program == "set":
            traced = _traced(command, traced)
        if _fetched(command) and traced is not None:
            message = f"`set -x` prints the value that `aws {' '.join(step.arguments[:2])}` gives"
            yield Finding(traced, message, cause="trace")
        if step.captured:
            continue
        if step.program in ("echo", "printf"):
            for name in command.variables:
                if may_name_a_secret(name):
                    yield Finding(command, f"`{step.program}` prints `{name}` to the log")
                    break
        elif _fetched(command):
            yield Finding(command, f"`aws {' '.join(step.arguments[:2])}` prints what it fetched to the log")
        elif step.words in (("env",), ("printenv",), ("export",), ("export", "-p"), ("set",)):
            yield Finding(command, f"`{step.words[0]}` prints all variables to the log, secrets among them")


def _fetched(command: StartupCommand) -> bool:
    arguments = command.step.arguments
    if command.step.program != "aws" or arguments[:2] not in _FETCHES:
        return False
    return arguments[0] != "ssm" or "--with-decryption" in arguments


def _traced(command: StartupCommand, traced: StartupCommand | None) -> StartupCommand | None:
    for word in command.step.arguments:
        if word[:1] in ("-", "+") and "x" in word[1:]:
            return command if word[0] == "-" else None
    return traced
