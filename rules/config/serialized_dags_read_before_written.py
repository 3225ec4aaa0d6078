"""Serialized DAGs are read from the database more often than they are written to it.

Why
    The web server fetches DAGs again after the fetch interval, the scheduler writes changes after the update interval.
    Fetching more often than that costs the database queries that bring nothing new.

Fix
    Set `core.min_serialized_dag_fetch_interval` above `core.min_serialized_dag_update_interval`.

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
            core.min_serialized_dag_update_interval: "60"  # <- here

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
            core.min_serialized_dag_fetch_interval: "90"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.rule import Finding, rule

_UPDATE, _FETCH = "core.min_serialized_dag_update_interval", "core.min_serialized_dag_fetch_interval"


@rule(
    severity="info",
    covers=["serialized-dag-intervals"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(options: AirflowOptions) -> Iterator[Finding]:
    option = (options.named(_UPDATE) or options.named(_FETCH)) if options.options else None
    if option is None:
        return
    update, fetch = options.number(_UPDATE), options.number(_FETCH)
    if update is not None and fetch is not None and fetch <= update:
        yield Finding(
            option,
            f"`{_FETCH}` is {fetch:g} s, not above `{_UPDATE}` with {update:g} s",
            fix=f'Write `{_FETCH}: "{update + 30:g}"`',
        )
