"""The startup script installs packages by apt, which MWAA's image does not have.

Why
    The image is Amazon Linux. `apt-get` ends with "command not found"; what was to be installed is missing, which
    shows when the first task needs it.

Fix
    `sudo yum install -y PACKAGE` on Amazon Linux 2, `sudo dnf install -y PACKAGE` on Amazon Linux 2023; some
    packages have another name there.

Bad
    # startup.sh
    sudo apt-get update && sudo apt-get install -y libpq-dev  # <- here

Good
    # startup.sh
    sudo yum install -y libpq-devel
    if command -v apt-get > /dev/null; then
        apt-get install -y libpq-dev
    fi
    sudo yum install -y unzip || sudo apt-get install -y unzip
"""

from collections.abc import Iterator

from mwaa_doctor.facts.base_images import base_image
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_OTHERS = ("apt", "apt-get", "apt-key", "add-apt-repository", "dpkg", "apk", "zypper", "pacman", "brew")


@rule(
    severity="error",
    covers=["startup-uses-apt"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-faqs.html",
)
def check(script: StartupScript, target: Target) -> Iterator[Finding]:
    for command in script.commands:
        program = command.step.program
        if program not in _OTHERS or not command.step.sure:
            continue
        image = base_image(str(target.version)) if target.version is not None else None
        system, manager = (image.name, image.package_manager) if image is not None else ("Amazon Linux", "yum")
        message = f"`{program}` is not on MWAA's image, which is {system}"
        yield Finding(command, message, fix=f"sudo {manager} install -y PACKAGE", cause=program)
