"""Bash refuses the startup script.

Why
    A fault in the syntax ends the script where bash meets it, often before its first command. Nothing is installed and
    nothing exported, on any container; Airflow starts all the same, and tasks fail later.

Fix
    Mend the line that bash names, and check with `bash -n startup.sh` before the upload.

Bad
    # startup.sh
    if [ "$MWAA_AIRFLOW_COMPONENT" = worker ]
        export SCRATCH=/tmp
    fi  # <- here

Good
    # startup.sh
    if [ "$MWAA_AIRFLOW_COMPONENT" = worker ]; then
        export SCRATCH=/tmp
    fi
"""

from collections.abc import Iterator

from mwaa_doctor.models.shell_repairs import unix_line_ends
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, Fix, Place, rule


@rule(
    severity="error",
    covers=["startup-shell-options"],
    source="https://www.gnu.org/software/bash/manual/bash.html#The-Set-Builtin",
)
def check(script: StartupScript) -> Iterator[Finding]:
    if script.first_windows_line:
        yield Finding(
            Place(script.path, script.first_windows_line),
            f"`{script.path}` has line ends of Windows, bash takes the carriage returns for parts of the words",
            fix=Fix(f"sed -i 's/\\r$//' {script.path}", unix_line_ends(script), safe=True),
        )
    elif script.syntax_fault is not None:
        line, said = script.syntax_fault
        yield Finding(Place(script.path, min(line, len(script.lines))), f"bash refuses the script: {said}")
