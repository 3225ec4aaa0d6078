"""The startup script tests for a component that MWAA does not have.

Why
    `MWAA_AIRFLOW_COMPONENT` is `scheduler`, `worker` or `webserver`, and `hybrid` on mw1.micro. A test for another word
    never holds, so what stands behind it never runs, or runs everywhere.

Fix
    Test `MWAA_AIRFLOW_COMPONENT` for one of these words. Triggerer and DAG processor run with the scheduler.

Bad
    # startup.sh
    if [[ "$MWAA_AIRFLOW_COMPONENT" != "web_server" ]]; then  # <- here
        sudo yum install -y libaio
    fi
    component="${MWAA_AIRFLOW_COMPONENT}"
    case "$component" in
        workers) export SCRATCH=/tmp ;;  # <- here
    esac
    ---
    # startup.sh
    if [ "$MWAA__AIRFLOW__COMPONENT" = worker ]; then  # <- here
        export SCRATCH=/tmp
    fi

Good
    # startup.sh
    if [[ "${MWAA_AIRFLOW_COMPONENT}" != "webserver" ]]; then
        sudo yum install -y libaio
    fi
    case "$MWAA_AIRFLOW_COMPONENT" in
        worker|hybrid) export SCRATCH=/tmp ;;
        sched*) export SCRATCH=/var/tmp ;;
        *) echo none ;;
    esac
"""

from collections.abc import Iterator

from mwaa_doctor.models.startup_script import COMPONENT, COMPONENTS, StartupScript
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["startup-component-values"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    for test in script.component_tests:
        if test.variable != COMPONENT:
            message = f"`{test.variable}` is not set by MWAA, the component is in `{COMPONENT}`"
            yield Finding(test, message, fix=f"Test `{COMPONENT}`", cause=test.variable)
        elif not test.can_match:
            known = ", ".join(f"`{name}`" for name in COMPONENTS)
            message = f"`{test.word}` is no component of MWAA, so the test has always the same answer"
            yield Finding(test, message, evidence=(f"components are {known}",))
