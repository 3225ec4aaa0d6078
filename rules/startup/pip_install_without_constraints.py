"""The startup script installs packages into Airflow's own Python without its constraints.

Why
    pip may replace packages that Airflow is pinned to, on each container at another time with another result. The
    requirements that follow are then refused, or Airflow does not start. MWAA's constraints hold for requirements.txt
    only.

Fix
    Put the package into requirements.txt; give tools like dbt a virtual environment:
    `python3 -m venv /usr/local/airflow/dbt && /usr/local/airflow/dbt/bin/pip install dbt-core`.

Bad
    # startup.sh
    pip3 install --user dbt-redshift  # <- here
    python3 -m pip install "snowflake-connector-python>=3"  # <- here

Good
    # startup.sh
    python3 -m venv /usr/local/airflow/dbt
    /usr/local/airflow/dbt/bin/pip install dbt-redshift
    source /usr/local/airflow/dbt/bin/activate
    pip install dbt-postgres
    deactivate
    pip install --upgrade pip
    pip install -c /usr/local/airflow/dags/constraints.txt sqlfluff
    pip install --target /usr/local/airflow/libs sqlfluff
    pip install --no-deps sqlfluff
    pip list
"""

from collections.abc import Iterator

from mwaa_doctor.models.downloads import pip_arguments, pip_packages
from mwaa_doctor.models.partial_text import GAP
from mwaa_doctor.models.startup_script import StartupScript
from mwaa_doctor.rule import Finding, rule

_ELSEWHERE = ("-t", "--target", "--prefix", "--root", "-c", "--constraint", "--no-deps", "--python", "--dry-run")
_TOOLS = ("pip", "setuptools", "wheel", "uv", "virtualenv")


@rule(
    severity="warning",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
    confidence="medium",
)
def check(script: StartupScript) -> Iterator[Finding]:
    in_environment = False
    for command in script.commands:
        words = command.step.plain
        if words[:1] in (("source",), (".",)) and words[-1].endswith("/activate"):
            in_environment = True
        elif words[:1] == ("deactivate",):
            in_environment = False
        pip = pip_arguments(command.step)
        if pip is None or pip[:1] != ("install",) or in_environment or "/" in words[0] or GAP in words[0]:
            continue
        if any(word.partition("=")[0] in _ELSEWHERE for word in pip) or "PIP_CONSTRAINT" in script.exported:
            continue
        packages = [name for name in pip_packages(pip) if GAP not in name and name not in _TOOLS]
        if packages:
            shown = packages[0]
            message = f"`pip install {shown}` changes the Python that Airflow runs in, without its constraints"
            yield Finding(command, message)
