"""The startup script updates all packages of the system, Python among them.

Why
    The update replaces the interpreter and the libraries that Airflow was built against. The container then fails to
    start, on the day on which Amazon Linux brings a new Python, with nothing changed in the repository.

Fix
    `sudo yum update -y --exclude=python*`, or update only the packages that you need.

Bad
    # startup.sh
    sudo yum update -y  # <- here
    ---
    # startup.sh
    if [ "$MWAA_AIRFLOW_COMPONENT" != webserver ]; then
        sudo dnf -y upgrade --security && echo done  # <- here
    fi

Good
    # startup.sh
    sudo yum update -y --exclude=python*
    sudo yum -y update -x 'python3*' -x kernel
    sudo yum update -y openssl
    sudo yum check-update
    echo "yum update -y"
"""

import fnmatch
from collections.abc import Iterator

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_repairs import with_word
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, Fix, rule

_UPDATES = ("update", "upgrade", "update-minimal", "upgrade-minimal", "distro-sync", "distribution-synchronization")
_WITH_WORD = (
    "-x",
    "--exclude",
    "--excludepkgs",
    "--releasever",
    "--enablerepo",
    "--disablerepo",
    "--setopt",
    "-c",
    "-d",
)


@rule(
    severity="error",
    covers=["startup-yum-update-excludes-python"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    for command in script.commands:
        if command.step.program not in ("yum", "dnf", "microdnf"):
            continue
        words, excluded = _read(command.step.arguments)
        if len(words) != 1 or words[0] not in _UPDATES:
            continue
        if not any(GAP in pattern or fnmatch.fnmatchcase("python3", pattern) for pattern in excluded):
            shown = f"{command.step.program} {words[0]}"
            repair = with_word(command, "--exclude=python*")
            fix = Fix(f"sudo {shown} -y --exclude=python*", repair, safe=True)
            yield Finding(command, f"`{shown}` without `--exclude=python*` updates Python as well", fix=fix)


def _read(arguments: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The plain words and the excluded patterns."""
    words: list[str] = []
    excluded: list[str] = []
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in ("-x", "--exclude", "--excludepkgs"):
            excluded.extend((value if equals else next(rest, "")).split(","))
        elif word in _WITH_WORD:
            next(rest, "")
        elif not word.startswith("-"):
            words.append(word)
    return words, excluded
