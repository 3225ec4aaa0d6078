"""The startup script leaves out the one container that runs tasks on mw1.micro.

Why
    On mw1.micro scheduler and worker share a container, in which `MWAA_AIRFLOW_COMPONENT` is `hybrid`. What stands
    behind a test for `worker` or `scheduler` never runs there.

Fix
    Test for `hybrid` as well, or for everything but `webserver`: `[ "$MWAA_AIRFLOW_COMPONENT" != webserver ]`.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    environment-class = "mw1.micro"
    # startup.sh
    if [ "$MWAA_AIRFLOW_COMPONENT" = "worker" ]; then
        sudo yum install -y libaio  # <- here
    fi

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    environment-class = "mw1.micro"
    # startup.sh
    role=${MWAA_AIRFLOW_COMPONENT}
    aws s3 cp "s3://example-bucket/$role.env" /tmp/role.env
    if [ "$MWAA_AIRFLOW_COMPONENT" = "worker" ] || [ "$MWAA_AIRFLOW_COMPONENT" = "hybrid" ]; then
        sudo yum install -y libaio
    fi
    if [ "$MWAA_AIRFLOW_COMPONENT" != "webserver" ]; then
        export SCRATCH=/tmp
    fi
    ---
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    environment-class = "mw1.small"
    # startup.sh
    if [ "$MWAA_AIRFLOW_COMPONENT" = "worker" ]; then
        sudo yum install -y libaio
    fi
"""

from collections.abc import Iterator

from mwaa_doctor.models.startup_script import StartupCommand, StartupScript, StartupSetting
from mwaa_doctor.rule import Finding, Place, rule
from mwaa_doctor.target import Target

_SHARED = "mw1.micro"


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(script: StartupScript, target: Target) -> Iterator[Finding]:
    passed: tuple[StartupCommand | StartupSetting, ...] = (*script.commands, *script.settings)
    # What the same line does with other words on another component is still the same line.
    reached: dict[Place, set[str]] = {}
    for item in passed:
        reached.setdefault(item.place, set()).update(item.components)
    missed = [
        item
        for item in passed
        if item.components & {"worker", "scheduler"} and "hybrid" not in reached[item.place] and not item.only_talks
    ]
    if not missed or target.environment_class != _SHARED:
        return
    first = min(missed, key=lambda item: item.place)
    yield Finding(first, "this does not run on mw1.micro, where the component is `hybrid`", cause="hybrid")
