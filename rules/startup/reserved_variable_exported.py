"""The startup script sets a variable that MWAA reserves.

Why
    MWAA puts its own value back after the script has run, or does not support another one. The setting seems to be
    ignored, and one looks for the fault elsewhere.

Fix
    Delete the line. Options of Airflow belong into the environment's configuration options.

Bad
    # startup.sh
    export AIRFLOW__CORE__PARALLELISM=64  # <- here
    export AIRFLOW_HOME=/opt/airflow  # <- here
    if [ "$MWAA_AIRFLOW_COMPONENT" = worker ]; then
        PYTHONPATH="$PYTHONPATH:/usr/local/airflow/dags/lib"  # <- here
        export PYTHONPATH
    fi

Good
    # startup.sh
    export STAGE=prod
    export AWS_REGION="${AWS_REGION:-eu-west-1}"
    export AIRFLOW__CORE__DEFAULT_TIMEZONE=Europe/Berlin
    echo "export AIRFLOW_HOME=/opt/airflow"
    ---
    # airflow-version: 2.8.1
    # startup.sh
    export PYTHONPATH="$PYTHONPATH:/usr/local/airflow/dags/lib"
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target


@rule(
    severity="warning",
    covers=["startup-sets-reserved-variable", "startup-tunables-need-options"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript, target: Target) -> Iterator[Finding]:
    settings = [item for item in script.settings if item.name in script.exported and not item.keeps_own_value]
    if not settings:
        return
    version = str(target.airflow)
    reserved = facts.reserved_variables(version)
    if reserved is None:
        raise Unknown(f"the reserved variables of Airflow {version} are not known")
    for setting in settings:
        row = reserved.find(setting.name)
        if row is None or setting.setting.apart or version in row.overridable_in:
            continue
        option = setting.option
        yield Finding(
            setting,
            f"`{setting.name}` is reserved by MWAA, its value of the startup script does not last",
            fix=f"Delete the line; the environment's configuration option is `{option}`" if option else None,
            cause=setting.name,
        )
