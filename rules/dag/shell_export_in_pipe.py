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

from collections.abc import Iterator

from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.models.shell_words import split_commands
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["shell-export-in-pipe"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/call-mwaa-apis-cli.html",
)
def check(script: ShellScript) -> Iterator[Finding]:
    first = script.lines[0] if script.lines else ""
    if "|" not in script.text or "lastpipe" in script.text or (first.startswith("#!") and "zsh" in first):
        return
    for command in split_commands(script.text):
        if command.before not in ("|", "|&") or command.program != "export":
            continue
        for word in command.arguments:
            name, equals, _ = word.partition("=")
            if equals:
                where = script.place_of(command.line + 1)
                yield Finding(where, f"`{name}` is exported inside a pipe and lost with it")
