"""The startup script replaces the search path instead of extending it.

Why
    Airflow, pip and the AWS CLI are found on `PATH`, Airflow's modules on `PYTHONPATH`. With only one's own folder in
    it the container does not start, or tasks fail with "command not found".

Fix
    Keep what is there: `export PATH="/opt/tool/bin:$PATH"`.

Bad
    # startup.sh
    export PATH=/usr/local/airflow/dbt/bin  # <- here

Good
    # startup.sh
    export PATH="$PATH:/usr/local/airflow/dbt/bin"
    export PATH=/opt/java/bin:${PATH}
    OLD_PATH=$PATH
    export PATH=/opt/tool/bin:$OLD_PATH
    (export PATH=/opt/only/bin; tool)
    PATH=/opt/only/bin tool
"""

from collections.abc import Iterator

from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.shell_repairs import with_more
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, Fix, rule

_USUAL = ("/usr/bin", "/bin")


@rule(
    severity="error",
    covers=["startup-extends-path"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    for setting in script.settings:
        if setting.name not in ("PATH", "PYTHONPATH") or setting.setting.apart or setting.setting.adds:
            continue
        if GAP in setting.value or not setting.value:
            continue
        if setting.name == "PATH" and not any(folder in setting.value.split(":") for folder in _USUAL):
            message = f"`PATH` is set to `{setting.value}` alone, without the folders of the system and of Airflow"
            fix = Fix(f'export PATH="{setting.value}:$PATH"', with_more(setting, ":$PATH"), safe=True)
            yield Finding(setting, message, fix=fix)
        elif setting.name == "PYTHONPATH":
            message = f"`PYTHONPATH` is set to `{setting.value}` alone"
            fix = Fix(f'export PYTHONPATH="{setting.value}:$PYTHONPATH"', with_more(setting, ":$PYTHONPATH"), safe=True)
            yield Finding(setting, message, severity="warning", fix=fix)
