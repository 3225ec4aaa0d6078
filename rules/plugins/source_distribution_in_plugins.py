"""A source distribution lies among the wheels of plugins.zip.

Why
    pip has to build it on every container, with build tools that it fetches from the internet first. Without internet,
    or with `--no-index`, that fails, and with it the whole requirements.txt.

Fix
    Build the wheel once: `pip wheel --no-deps NAME==VERSION`, for Linux and the Python of the environment.

Bad
    # plugins.zip/house_operators-1.4.0.tar.gz  # <- here
    an archive

Good
    # plugins.zip/house_operators-1.4.0-py3-none-any.whl
    a wheel
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginPackage
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(package: PluginPackage, project: Project) -> Iterator[Finding]:
    packages = project.plugins.packages if project.plugins is not None else ()
    if package.sdist is None or any(other.wheel is not None and other.name == package.name for other in packages):
        return
    yield Finding(package, f"`{package.file.base_name}` must be built by pip on every container")
