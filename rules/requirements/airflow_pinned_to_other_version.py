"""The requirements ask for another version of Airflow than the environment has.

Why
    The image holds Airflow already. pip cannot replace it: from 2.9.2 on MWAA forces its version and pip refuses the
    file, before that the environment is left with two halves of Airflow.

Fix
    Write the version of the environment, or name the provider package instead of an extra of Airflow.

Bad
    # requirements.txt
    apache-airflow==2.9.2  # <- here
    ---
    # requirements.txt
    apache-airflow[cncf.kubernetes]==3.0.0  # <- here
    ---
    # airflow-version: 2.5.1
    # requirements.txt
    apache-airflow[ssh]  # <- here

Good
    # requirements.txt
    apache-airflow[ssh]==2.10.3
    ---
    # requirements.txt
    apache-airflow>=2.8
    apache-airflow-providers-cncf-kubernetes
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.installation import Installation
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["airflow-pin-equals-environment", "eks-sample-airflow-pin"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-dependencies.html",
)
def check(installation: Installation) -> Iterator[Finding]:
    version = str(installation.airflow)
    for entry in installation.entries:
        if entry.name not in ("apache-airflow", "apache-airflow-core") or entry.source:
            continue
        if (entry.pin or "").startswith("1.") and installation.airflow >= (2,):
            continue  # requirement-for-airflow-1
        extras = ", ".join(f"`apache-airflow-providers-{extra}`" for extra in entry.extras)
        instead = f"Name {extras} instead" if extras else f"Drop the line, or write `{entry.spelling}=={version}`"
        if not entry.allows(version):
            message = f"`{entry}` is not the Airflow of the environment, {version}"
            yield Finding(
                entry, message, (f"the target is Airflow {version}: {installation.target.version_source}",), instead
            )
        elif not entry.bounded and facts.essential_pins(version) is None:
            message = f"`{entry}` names no version, so another package may draw in a newer Airflow than {version}"
            yield Finding(entry, message, fix=f"Write `{entry.spelling}=={version}`", severity="warning")
