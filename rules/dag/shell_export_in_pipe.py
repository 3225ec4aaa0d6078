"""A variable is exported inside a pipe.

Why
    Every part of a pipe runs in a shell of its own. The exported variable is gone when the pipe ends: later commands
    see it empty, and the call to MWAA goes out without its token.

Fix
    `CLI_TOKEN=$(aws mwaa create-cli-token --name ENV --query CliToken --output text)`, then `export CLI_TOKEN`.

Bad
    # scripts/token.sh
    aws mwaa create-cli-token --name prod | export CLI_TOKEN=$(jq -r .CliToken)  # <- here

Good
    # scripts/token.sh
    export CLI_TOKEN=$(aws mwaa create-cli-token --name prod | jq -r .CliToken)
    test -n "$CLI_TOKEN" || export CLI_TOKEN=none
    echo 'never write: aws ... | export TOKEN=$(jq ...)'
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.rule import Finding, rule

_PIPED = re.compile(r"(?<!\|)\|&?\s*(?:export|declare\s+-x|typeset\s+-x)\s+(\w+)=")
_QUOTED = re.compile(r"'[^']*'")


@rule(
    severity="error",
    covers=["shell-export-in-pipe"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(script: ShellScript) -> Iterator[Finding]:
    first = script.lines[0] if script.lines else ""
    if (first.startswith("#!") and "zsh" in first) or "lastpipe" in script.text:
        return
    for line, text in script.commands():
        found = _PIPED.search(_QUOTED.sub("''", text)) if "|" in text else None
        if found is not None:
            yield Finding(script.place_of(line), f"`{found.group(1)}` is exported inside a pipe and lost with it")
