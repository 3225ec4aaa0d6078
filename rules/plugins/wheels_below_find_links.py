"""Wheels lie in a folder into which pip does not look.

Why
    `--find-links /usr/local/airflow/plugins` lists that folder and none below it. pip finds no version of the package,
    and installs nothing of the whole file.

Fix
    Put the wheels at the root of the archive, `zip -j plugins.zip wheels/*.whl`, or name the folder:
    `--find-links /usr/local/airflow/plugins/wheels`.

Bad
    # requirements.txt
    --find-links /usr/local/airflow/plugins
    --no-index
    house-operators==1.4.0
    # plugins.zip/wheels/house_operators-1.4.0-py3-none-any.whl  # <- here
    a wheel
    # plugins.zip/README.md
    Wheels for the environment.

Good
    # requirements.txt
    --find-links /usr/local/airflow/plugins/wheels
    --no-index
    house-operators==1.4.0
    # plugins.zip/wheels/house_operators-1.4.0-py3-none-any.whl
    a wheel
    # plugins.zip/README.md
    Wheels for the environment.
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import CONTAINER_FOLDER, PluginPackage
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["wheels-at-zip-root"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(package: PluginPackage, project: Project) -> Iterator[Finding]:
    searched = {
        option.value.removeprefix("file://").rstrip("/")
        for file in project.requirements_files
        for option in file.given("find-links")
    }
    if CONTAINER_FOLDER not in searched:
        return
    member = package.file.member
    folder = (member.name if member is not None else package.file.name).rpartition("/")[0]
    if folder and f"{CONTAINER_FOLDER}/{folder}" not in searched:
        message = (
            f"`{package.file.base_name}` lies in `{folder}`, into which `--find-links {CONTAINER_FOLDER}` does not look"
        )
        yield Finding(package, message, cause=folder)
