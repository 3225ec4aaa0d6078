"""The environment's version of Airflow has no option of this name.

Why
    MWAA takes any name and turns it into an environment variable. Airflow looks only for names that it knows, so the
    setting has no effect, and nobody is told.

Fix
    Write the name that this version of Airflow reads.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.min_serialize_dag_update_interval: "60"  # <- here
            core.default_ui_timezone: Europe/Berlin  # <- here
            dag_processor.refresh_interval: "600"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.min_serialized_dag_update_interval: "60"
            webserver.default_ui_timezone: Europe/Berlin
            celery_broker_transport_options.max_retries: "5"
            smtp.smtp_password_secret: airflow/smtp
            warehouse.schema: staging
            mwaa.triggerer_enabled: "True"
"""

from collections.abc import Iterator
from difflib import get_close_matches

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_NEAR = 0.82


@rule(
    severity="warning",
    covers=["metrics-list-names-by-version", "option-known-for-version", "option-name-misprinted"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html",
)
def check(option: AirflowOption, options: AirflowOptions, project: Project) -> Iterator[Finding]:
    if not option.section or not option.key or option.name != option.name.lower():
        return  # no name of an option at all, which is a finding of its own
    reference = options.reference
    if not reference.lacks(option.name) or _is_told_elsewhere(option.name, options.target):
        return
    here = reference.spellings(option.name)
    elsewhere = facts.option_versions(option.name)
    if here or (elsewhere and option.section not in reference.sections):
        when = f"has it as `{here[0]}`" if here else _when(elsewhere, reference.version)
        yield Finding(
            option,
            f"`{option.name}` is no option of Airflow {reference.version}, which {when}",
            fix=f"Write `{here[0]}`" if here else f"Delete `{option.name}`",
        )
        return
    if option.section not in reference.sections or _may_be_newer(option.section, options, project):
        return
    near = _nearest(option, reference)
    evidence = (_when(elsewhere, reference.version),) if elsewhere else ()
    yield Finding(
        option,
        f"`{option.name}` is no option of Airflow {reference.version}, so it has no effect",
        evidence=evidence,
        fix=f"Write `{near}`" if near else f"Delete `{option.name}`, or correct its name",
    )


def _is_told_elsewhere(name: str, target: Target) -> bool:
    """Whether the option is one of MWAA, is set by MWAA itself, or was removed by Airflow 3."""
    if target.airflow >= (3,) and any(row.kind == "removed" for row in facts.airflow3_config_changes().get(name, ())):
        return True
    return name.startswith("mwaa.") or any(row.names(name) for row in facts.mwaa_options(str(target.airflow)) or ())


def _when(versions: tuple[str, ...], version: str) -> str:
    numbers = [tuple(map(int, item.split("."))) for item in versions]
    mine = tuple(map(int, version.split(".")))
    if all(number > mine for number in numbers):
        return f"is older than {versions[0]}, where it begins"
    return f"is newer than {versions[-1]}, where it ends"


def _may_be_newer(section: str, options: AirflowOptions, project: Project) -> bool:
    """Whether the requirements bring another version of the provider to which the section belongs."""
    owners = {known.provider for name, known in options.reference.options.items() if name.startswith(f"{section}.")}
    named = project.requirements
    return named is not None and any(owner is not None and named.named(owner) is not None for owner in owners)


def _nearest(option: AirflowOption, reference: facts.OptionReference) -> str | None:
    known = [name for name, item in reference.options.items() if item.present]
    same_key = [name for name in known if name.partition(".")[2] == option.key]
    if len(same_key) == 1:
        return same_key[0]
    known.extend(reference.former)
    inside = [name for name in known if name.startswith(f"{option.section}.")]
    near = get_close_matches(option.name, inside, 1, _NEAR) or get_close_matches(option.name, known, 1, 0.9)
    former = reference.former.get(near[0]) if near else None
    return former.option if former is not None else next(iter(near), None)
