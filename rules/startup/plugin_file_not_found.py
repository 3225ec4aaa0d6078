"""The startup script uses a file of the plugins folder that plugins.zip does not hold.

Why
    plugins.zip is unpacked to `/usr/local/airflow/plugins` before the script runs. A path that is not in the archive
    is not there: the copy, the installation or the inclusion fails, and the script goes on without it.

Fix
    Add the file to the archive, or correct the path.

Bad
    # plugins.zip/lib/libaio.so.1
    a library
    # startup.sh
    export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/usr/local/airflow/plugins/libs"  # <- here
    source "$AIRFLOW_HOME/plugins/env.sh"  # <- here

Good
    # plugins.zip/lib/libaio.so.1
    a library
    # startup.sh
    export LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/usr/local/airflow/plugins/lib"
    if [ -f /usr/local/airflow/plugins/env.sh ]; then
        source /usr/local/airflow/plugins/env.sh
    fi
    ls /usr/local/airflow/plugins/none
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.file_access import PLUGINS
from mwaa_doctor.models.startup_script import StartupCommand, StartupScript, StartupSetting
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Unknown, rule

_PATH = re.compile(rf"{PLUGINS}/([\w.+/-]+)")
_READS = re.compile(r"source|\.|bash|sh|python[\d.]*|cp|cat|chmod|pip[\d.]*|unzip|tar|rpm|yum|dnf")
_WRITES = ("mkdir", "unzip", "tar", "git", "aws", "curl", "wget", "mv", "ln", "touch", "tee", "virtualenv", "install")
_SEARCHED = (
    "LD_LIBRARY_PATH",
    "PATH",
    "PYTHONPATH",
    "CLASSPATH",
    "ORACLE_HOME",
    "TNS_ADMIN",
    "ODBCSYSINI",
    "JAVA_HOME",
)


@rule(
    severity="error",
    covers=["plugins-container-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
    confidence="medium",
)
def check(script: StartupScript, project: Project) -> Iterator[Finding]:
    plugins = project.plugins
    if PLUGINS.rpartition("/")[2].encode() not in script.data or plugins is None:
        return
    named: list[tuple[StartupCommand | StartupSetting, str]] = [
        (item, path) for item in script.commands if item.step.sure for path in _read(item)
    ]
    named += [
        (item, match[1]) for item in script.settings if item.name in _SEARCHED for match in _PATH.finditer(item.value)
    ]
    missing = [(item, path.rstrip("/")) for item, path in named if not plugins.has(path)]
    if missing and any(_makes(command) for command in script.commands):
        raise Unknown("what the startup script itself puts into the plugins folder")
    for item, path in missing:
        yield Finding(item, f"`{PLUGINS}/{path}` is not in plugins.zip", cause=path)


def _read(command: StartupCommand) -> list[str]:
    step = command.step
    if not _READS.fullmatch(step.program) or step.handled:
        return []
    words = step.arguments[:-1] if step.program == "cp" else step.arguments
    found = (_PATH.fullmatch(word.rpartition("=")[2]) for word in words)
    return [match[1] for match in found if match is not None]


def _makes(command: StartupCommand) -> bool:
    """Whether a command may put files below the plugins folder."""
    step = command.step
    if any(target.startswith(PLUGINS) for target in step.targets):
        return True
    words = step.arguments[-1:] if step.program == "cp" else step.arguments
    writes = step.program in (*_WRITES, "cp") or step.arguments[:2] == ("-m", "venv")
    return writes and any(word.startswith(PLUGINS) for word in words)
