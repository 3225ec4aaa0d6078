"""The option has a newer name in the environment's version of Airflow.

Why
    Airflow still translates the former name and warns with every command. A later version will not.

Fix
    Write the new name.

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
            core.dag_concurrency: "16"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.max_active_tasks_per_dag: "16"
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.rule import Finding, rule

_DOMAIN = "webserver.base_url"  # the name that the MWAA manual asks for, whatever the version


@rule(
    severity="info",
    covers=["metrics-list-names-by-version", "option-name-misprinted", "option-renamed-or-removed-in-airflow3"],
    source="https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html",
)
def check(option: AirflowOption, options: AirflowOptions) -> Iterator[Finding]:
    former = options.reference.former.get(option.name)
    if former is None or option.name == _DOMAIN or option.name in options.reference.options:
        return
    if any(row.names(former.option) for row in facts.forced_options(options.reference.version) or ()):
        return  # MWAA sets it, under whatever name
    both = options.named(former.option)
    yield Finding(
        option,
        f"`{option.name}` has been called `{former.option}` since Airflow {former.since}"
        + (", which is set too and wins" if both is not None else ""),
        fix=f"Delete `{option.name}`" if both is not None else f"Write `{former.option}`",
        severity="warning" if both is not None else None,
    )
