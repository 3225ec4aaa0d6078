"""plugins.zip holds a wheel of Airflow itself.

Why
    pip takes it for the requirement of any provider and replaces the Airflow of the image by it. The environment then
    does not start, or loses what MWAA has changed in it.

Fix
    Take it out: `zip -d plugins.zip 'apache_airflow-*.whl'`. Airflow is in the image.

Bad
    # plugins.zip/apache_airflow-2.10.3-py3-none-any.whl  # <- here
    a wheel

Good
    # plugins.zip/apache_airflow_providers_snowflake-5.8.0-py3-none-any.whl
    a wheel
"""

from collections.abc import Iterator

from mwaa_doctor.models.plugins import PluginPackage
from mwaa_doctor.rule import Finding, rule

_AIRFLOW = ("apache-airflow", "apache-airflow-core", "apache-airflow-task-sdk")


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(package: PluginPackage) -> Iterator[Finding]:
    if package.name in _AIRFLOW:
        yield Finding(package, f"`{package.file.base_name}` may replace the Airflow of the image")
