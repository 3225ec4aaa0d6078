"""A command of the startup script needs the rights of root and runs without sudo.

Why
    The script runs as the user `airflow`. Installing packages and writing below `/etc`, `/usr` or `/opt` is refused,
    the script goes on, and the tool or setting is missing when a task needs it.

Fix
    Put `sudo` before the command, and write files with `| sudo tee /etc/FILE`.

Bad
    # startup.sh
    yum install -y libaio  # <- here
    echo "TLS_REQCERT allow" >> /etc/openldap/ldap.conf  # <- here
    mkdir -p /opt/oracle  # <- here

Good
    # startup.sh
    sudo yum install -y libaio
    sudo -E yum install -y unixODBC
    echo "TLS_REQCERT allow" | sudo tee -a /etc/openldap/ldap.conf > /dev/null
    sudo bash -c 'mkdir -p /opt/oracle && yum install -y gcc'
    mkdir -p /tmp/scratch /usr/local/airflow/dbt
    cp /etc/ssl/certs/ca-bundle.crt /tmp/ca.crt
    rpm -q libaio; yum list installed
"""

from collections.abc import Iterator

from mwaa_doctor.models.shell_repairs import by_sudo
from mwaa_doctor.models.startup_script import StartupCommand, StartupScript
from mwaa_doctor.rule import Finding, Fix, rule

_CHANGES = {
    "yum": ("install", "localinstall", "update", "upgrade", "remove", "erase", "groupinstall", "reinstall"),
    "dnf": ("install", "localinstall", "update", "upgrade", "remove", "erase", "groupinstall", "reinstall"),
    "rpm": ("-i", "-ivh", "-Uvh", "-U", "--install", "--upgrade", "--import", "-e"),
    "amazon-linux-extras": ("install", "enable"),
}
_WRITES_ALL = ("mkdir", "tee", "touch")
_WRITES_LAST = ("cp", "mv", "ln", "install")
_ROOT = ("/etc/", "/usr/", "/opt/", "/opt")
_OWN = ("/usr/local/airflow",)


@rule(
    severity="warning",
    covers=["startup-uses-sudo"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/using-startup-script.html",
)
def check(script: StartupScript) -> Iterator[Finding]:
    for command in script.commands:
        step = command.step
        for target in step.targets:
            if _is_roots(target):
                message = f"`{target}` is written by a redirection, which sudo does not reach, as the user `airflow`"
                yield Finding(command, message, fix=f"... | sudo tee -a {target}")
        if step.is_root:
            continue
        if any(word in _CHANGES.get(step.program, ()) for word in step.arguments):
            message = f"`{step.program}` changes the system and runs without `sudo`"
            fix = Fix(f"sudo {step.program} ...", by_sudo(command), safe=True)
            yield Finding(command, message, fix=fix, cause=step.program)
        for target in _written(command):
            if _is_roots(target):
                yield Finding(command, f"`{step.program}` writes `{target}`, which only root may, without `sudo`")
                break


def _written(command: StartupCommand) -> list[str]:
    plain = [word for word in command.step.arguments if not word.startswith("-")]
    if command.step.program in _WRITES_ALL:
        return plain
    return plain[-1:] if command.step.program in _WRITES_LAST and len(plain) > 1 else []


def _is_roots(path: str) -> bool:
    return path.startswith(_ROOT) and not path.startswith(_OWN)
