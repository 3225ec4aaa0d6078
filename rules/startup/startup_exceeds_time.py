"""The startup script takes longer than MWAA allows.

Why
    After five minutes less five seconds MWAA ends the script: its variables are not kept, the container is unhealthy
    and is replaced, again and again. Building from source takes that long on the small containers of web server and
    scheduler.

Fix
    Put what is ready made into plugins.zip or wheels, and leave waiting to tasks.

Bad
    # startup.sh
    sleep 120
    ./wait_for_proxy.sh || sleep 3m  # <- here
    ---
    # startup.sh
    cd /tmp/libspatialindex && ./configure && make && sudo make install  # <- here

Good
    # startup.sh
    sleep 5
    for attempt in 1 2 3; do
        aws s3 ls s3://example-bucket && break
        sleep 60
    done
    (sleep 600; rm -rf /tmp/scratch) &
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.startup_script import COMPONENTS, StartupScript
from mwaa_doctor.rule import Finding, rule

_BUILDS = ("make", "cmake", "gcc", "g++", "cargo", "ninja")
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@rule(
    severity="warning",
    covers=["startup-time-limit"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    allowed = facts.quotas()["startup-script"].value
    sleeps = [command for command in script.commands if command.step.program == "sleep" and not command.in_background]
    for component in COMPONENTS:
        waited = 0.0
        for command in sleeps:
            if component not in command.components or not (command.step.sure or _seconds(command.step.arguments) >= 60):
                continue
            waited += _seconds(command.step.arguments)
            if waited >= allowed:
                message = f"the script sleeps {waited:.0f} seconds, MWAA ends it after {allowed}"
                yield Finding(command, message, cause="sleep")
                break
    for command in script.commands:
        if command.step.program in _BUILDS and not command.step.captured and command.step.arguments != ("--version",):
            message = f"`{command.step.program}` builds from source within the {allowed} seconds that a start may take"
            yield Finding(command, message, cause="build")
            return


def _seconds(arguments: tuple[str, ...]) -> float:
    total = 0.0
    for word in arguments:
        number, unit = (word[:-1], word[-1]) if word[-1:] in _UNITS else (word, "s")
        try:
            total += float(number) * _UNITS[unit]
        except ValueError:
            return 0.0
    return total
