"""The startup script may end before its variables are kept.

Why
    MWAA runs the script inside its own shell and saves the exported variables afterwards. `exec` replaces that shell,
    and after `set -e` one command that fails ends it: what the script exported may then be missing everywhere.

Fix
    Handle the failures that matter, `command || echo "... failed"`, or put `set +e` at the end. Run programs without
    `exec`.

Bad
    # startup.sh
    set -eu  # <- here
    export STAGE=prod
    ---
    # startup.sh
    export STAGE=prod
    exec /usr/local/airflow/dags/scripts/prepare.sh  # <- here

Good
    # startup.sh
    exec > >(tee /tmp/startup.log) 2>&1
    set -e
    export STAGE=prod
    set +e
    (set -e; sudo yum install -y libaio)
"""

from collections.abc import Iterator

from mwaa_doctor.models.startup_script import StartupCommand, StartupScript
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["startup-shell-options"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
    confidence="medium",
)
def check(script: StartupScript) -> Iterator[Finding]:
    ending: StartupCommand | None = None
    for command in script.commands:
        step = command.step
        if step.apart:
            continue
        if step.program == "set":
            if _has(step.arguments, "+"):
                ending = None
            elif _has(step.arguments, "-") and ending is None:
                ending = command
        elif step.words[:1] == ("exec",) and step.program:
            message = f"`exec {step.program}` replaces the shell that would keep the exported variables"
            yield Finding(command, message, severity="warning")
    if ending is not None:
        yield Finding(ending, "`set -e` ends the script at the first command that fails, before its variables are kept")


def _has(arguments: tuple[str, ...], sign: str) -> bool:
    """Whether ``set`` switches ``errexit`` on (``-``) or off (``+``)."""
    for at, word in enumerate(arguments):
        if word.startswith(sign) and "e" in word[1:] and not word.startswith("--"):
            return True
        if word == f"{sign}o" and arguments[at + 1 : at + 2] == ("errexit",):
            return True
    return False
