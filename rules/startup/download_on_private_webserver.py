"""The startup script downloads on a web server without internet.

Why
    With private access the web server's container has no way to the internet. A download waits until it times out;
    after five minutes the container is unhealthy, and the environment does not come up or an update fails.

Fix
    Leave the web server out: `if [[ "$MWAA_AIRFLOW_COMPONENT" != "webserver" ]]; then ... fi`. What it needs itself
    goes into plugins.zip.

Bad
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # startup.sh
    sudo yum install -y libaio  # <- here
    if [ "$MWAA_AIRFLOW_COMPONENT" != "worker" ]; then
        curl -sSL -o /tmp/tool.tar.gz https://downloads.example.com/tool.tar.gz  # <- here
    fi
    pip install dbt-core  # <- here

Good
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PRIVATE_ONLY"
    # startup.sh
    if [[ "${MWAA_AIRFLOW_COMPONENT}" != "webserver" ]]; then
        sudo yum install -y libaio
    fi
    aws s3 cp s3://example-bucket/tool.tar.gz /tmp/tool.tar.gz
    pip install --no-index --find-links /usr/local/airflow/plugins dbt-core
    curl -s http://169.254.170.2/v2/metadata
    ---
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    webserver-access-mode = "PUBLIC_ONLY"
    # startup.sh
    sudo yum install -y libaio
"""

from collections.abc import Iterator

from mwaa_doctor.models.downloads import download_of
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, Unknown, rule
from mwaa_doctor.target import Target

_PRIVATE = "PRIVATE_ONLY"


@rule(
    severity="error",
    covers=["startup-guards-private-webserver"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
    confidence="medium",
)
def check(script: StartupScript, target: Target) -> Iterator[Finding]:
    downloads = [
        (command, found)
        for command in script.commands
        if "webserver" in command.components and command.step.sure and (found := download_of(command.step))
    ]
    if not downloads:
        return
    if target.webserver_access_mode is None:
        raise Unknown("the web server's access mode is not known: give `webserver-access-mode` in the configuration")
    if target.webserver_access_mode == _PRIVATE:
        for command, found in downloads:
            yield Finding(command, f"{found} on the web server, which has no internet with {_PRIVATE}")
