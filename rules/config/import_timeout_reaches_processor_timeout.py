"""A DAG file may take as long to import as its processor may live.

Why
    When the processor of a file is killed before its import times out, there is no import error that says which file
    was slow: its DAGs just disappear from the UI.

Fix
    Keep the import timeout below the processor's.

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
            core.dagbag_import_timeout: "120"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            core.dagbag_import_timeout: "120"
            core.dag_file_processor_timeout: "180"
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule

_IMPORT, _PROCESSOR = "core.dagbag_import_timeout", "core.dag_file_processor_timeout"


@rule(
    severity="error",
    covers=["import-timeout-below-processor-timeout"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/best-practices-tuning.html",
)
def check(environment: Environment, options: AirflowOptions) -> Iterator[Finding]:
    if not options.options or not (options.find(_IMPORT) or options.find(_PROCESSOR)):
        return
    first, second = options.number(_IMPORT), options.number(_PROCESSOR)
    if first is None or second is None or first < second:
        return
    option = options.find(_IMPORT) or options.find(_PROCESSOR)
    processor = options.current_name(_PROCESSOR)
    yield Finding(
        option or environment,
        f"`{_IMPORT}` is {first:g} s, not below `{processor}` with {second:g} s",
        fix=f'Write `{processor}: "{first + 30:g}"` or lower the import timeout',
    )
