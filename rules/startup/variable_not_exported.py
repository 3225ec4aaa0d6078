"""A variable that DAGs read is set in the startup script and not exported.

Why
    Only exported variables reach Airflow. `os.environ["STAGE"]` raises KeyError and takes the DAG out of the list;
    `os.getenv` gives None or a default, which is found out much later.

Fix
    `export STAGE=prod`

Bad
    # startup.sh
    STAGE=prod  # <- here
    # dags/load.py
    import os

    from airflow import DAG

    DAG("load_" + os.environ["STAGE"], schedule=None)

Good
    # startup.sh
    STAGE=prod
    REGION=eu
    export STAGE
    set -a
    OWNER=sales
    set +a
    # dags/load.py
    import os

    from airflow import DAG

    DAG("load_" + os.environ["STAGE"] + os.getenv("OWNER"), schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_reads import environment_reads
from mwaa_doctor.models.shell_repairs import exported
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, Fix, Unknown, rule


@rule(
    severity="warning",
    covers=["startup-exports-variables"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript, project: Project) -> Iterator[Finding]:
    local = {item.name: item for item in script.settings if item.name not in script.exported and not item.setting.apart}
    if not local:
        return
    if script.doubt:
        raise Unknown(f"which variables reach Airflow: {script.doubt}")
    known = {name for other in project.startup_scripts for name in other.exported}
    for ref in project.sources:
        if ref.kind != "python" or ref.role == "script":
            continue
        data = project.read(ref.path)
        if not isinstance(data, bytes) or not any(name.encode() in data for name in local):
            continue
        for read in environment_reads(data):
            setting = local.get(read.name)
            if setting is not None and read.name not in known:
                del local[read.name]
                yield Finding(
                    setting,
                    f"`{read.name}` is not exported, so `{ref.path}` does not see it",
                    evidence=(f"{ref.path}:{read.line} reads it from the environment",),
                    fix=Fix(f"export {read.name}=...", exported(setting)),
                )
