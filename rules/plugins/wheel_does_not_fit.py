"""A wheel is built for another Python or another system than the environment's.

Why
    pip passes over wheels that do not fit and says that no version was found, or tries another one: the whole
    requirements.txt fails, and with it every DAG. It shows after the update, twenty minutes later.

Fix
    Download it again for the image: `pip download --platform manylinux2014_x86_64 --python-version 3.11
    --only-binary=:all: NAME==VERSION`.

Bad
    # plugins.zip/duckdb-1.1.3-cp312-cp312-manylinux2014_x86_64.whl  # <- here
    a wheel
    # plugins.zip/lxml-5.3.0-cp311-cp311-macosx_11_0_arm64.whl  # <- here
    a wheel

Good
    # plugins.zip/duckdb-1.1.3-cp311-cp311-manylinux2014_x86_64.whl
    a wheel
    # plugins.zip/cryptography-42.0.8-cp39-abi3-manylinux_2_28_x86_64.whl
    a wheel
    # plugins.zip/six-1.16.0-py2.py3-none-any.whl
    a wheel
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginPackage
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target


@rule(
    severity="error",
    covers=["wheel-fits-platform"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(package: PluginPackage, target: Target, project: Project) -> Iterator[Finding]:
    if package.wheel is None:
        if package.sdist is None:
            message = f"`{package.file.base_name}` is not the name of a wheel, so pip does not take it"
            yield Finding(package, message, severity="warning")
        return
    misfit = package.wheel.misfit(target)
    if not misfit or _other_fits(package, target, project):
        return
    python = ".".join(map(str, target.python))
    wheel = package.wheel
    fix = (
        f"pip download --no-deps --only-binary=:all: --platform manylinux2014_x86_64 --python-version {python} "
        f"{wheel.name}=={wheel.version}"
    )
    yield Finding(package, f"`{package.file.base_name}` {misfit}", fix=fix)


def _other_fits(package: PluginPackage, target: Target, project: Project) -> bool:
    """Whether the same version lies there for this environment too, as where one archive serves several."""
    packages = project.plugins.packages if project.plugins is not None else ()
    return any(
        other.wheel is not None
        and package.wheel is not None
        and (other.wheel.name, other.wheel.version) == (package.wheel.name, package.wheel.version)
        and other.wheel.fits(target)
        for other in packages
    )
