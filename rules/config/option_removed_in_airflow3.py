"""Airflow 3 removed the option, or takes another value of it no more.

Why
    What the option once did no longer exists. Airflow passes it over, so what it was meant to change stays as it is.

Fix
    Delete the option. Where something took its place, the message says what.

Bad
    # airflow-version: 3.2.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          AirflowConfigurationOptions:
            core.enable_xcom_pickling: "True"  # <- here
            core.parallelism: "0"  # <- here

Good
    # airflow-version: 3.2.1
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 3.2.1
          AirflowConfigurationOptions:
            core.parallelism: "32"
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_VALUES = ("removed-value", "invalid-value")


@rule(
    severity="warning",
    covers=["option-renamed-or-removed-in-airflow3"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/installation/upgrading_to_airflow3.html",
)
def check(option: AirflowOption, target: Target) -> Iterator[Finding]:
    changes = facts.airflow3_config_changes().get(option.name, ())
    if not changes or target.airflow < (3,):
        return
    for change in changes:
        if change.kind == "removed":
            yield Finding(option, f"Airflow 3 removed `{option.name}`, so it has no effect", fix="Delete the option")
        elif change.kind in _VALUES and option.text == change.value:
            yield Finding(option, f"Airflow 3 takes `{option.shown}` for `{option.name}` no more")
