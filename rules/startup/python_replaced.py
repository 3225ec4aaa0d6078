"""The startup script changes which Python runs.

Why
    Airflow and its packages belong to the Python of the image. With another one first on the path, or behind the name
    `python3`, the container does not start, or tasks do not find Airflow.

Fix
    Leave the system's Python alone. Run code that needs another one by `ExternalPythonOperator` or
    `PythonVirtualenvOperator`, by the full path of its interpreter.

Bad
    # startup.sh
    sudo alternatives --set python3 /usr/bin/python3.12  # <- here
    sudo ln -sf /usr/bin/python3.12 /usr/bin/python3  # <- here
    pyenv global 3.12.1  # <- here
    ---
    # startup.sh
    source /usr/local/airflow/dbt/bin/activate  # <- here
    pip install dbt-core
    ---
    # startup.sh
    export PATH="/usr/local/airflow/.pyenv/shims:$PATH"  # <- here

Good
    # startup.sh
    sudo yum install -y python3-devel python3.9
    python3 -m venv /usr/local/airflow/dbt
    . /usr/local/airflow/dbt/bin/activate
    pip install dbt-core
    deactivate
    ln -s /usr/local/airflow/dbt/bin/dbt /usr/local/airflow/.local/bin/dbt
    (source /usr/local/airflow/dbt/bin/activate && dbt deps)
    export PATH="$PATH:/usr/local/airflow/dbt/bin"
    sudo alternatives --set java /usr/lib/jvm/jre-11
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.startup_script import StartupCommand, StartupScript
from mwaa_doctor.rule import Finding, rule

_INTERPRETER = re.compile(r"(?:/usr(?:/local)?)?/bin/python3?|python3?")
_FIRST = re.compile(r"^[^:]*(?:/\.?pyenv/|/\.?(?:mini|ana)?conda\d?/|/virtualenvs/)[^:]*:")


@rule(
    severity="error",
    covers=["startup-keeps-python"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    active: StartupCommand | None = None
    for command in script.commands:
        step = command.step
        if step.apart:
            continue
        words = step.plain
        if words[:1] in (("source",), (".",)) and len(words) > 1 and words[1].endswith("/activate"):
            active = command
        elif words[:1] == ("deactivate",):
            active = None
        elif _replaces(command):
            yield Finding(command, f"`{step.program}` changes which Python runs on the container")
    if active is not None:
        message = "the virtual environment stays active, so that its Python comes before Airflow's"
        yield Finding(active, message, severity="warning", fix="Put `deactivate` after the last command that needs it")
    for setting in script.settings:
        if setting.name == "PATH" and not setting.setting.apart and _FIRST.match(setting.value):
            yield Finding(setting, f"`{setting.value.partition(':')[0]}` comes before the folder of Airflow's Python")


def _replaces(command: StartupCommand) -> bool:
    program, words = command.step.program, command.step.arguments
    if program in ("alternatives", "update-alternatives"):
        return any(_INTERPRETER.fullmatch(word) for word in words) and "--display" not in words
    if program == "ln":
        plain = [word for word in words if not word.startswith("-")]
        return len(plain) > 1 and _INTERPRETER.fullmatch(plain[-1]) is not None and "/" in plain[-1]
    return (program == "pyenv" and words[:1] == ("global",)) or (program == "conda" and words[:1] == ("activate",))
