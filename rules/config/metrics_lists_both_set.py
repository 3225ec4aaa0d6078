"""Both an allow list and a block list of metrics are set.

Why
    Airflow then goes by the allow list alone. What the block list was meant to keep away is sent and paid for.

Fix
    Keep one of them.

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
            metrics.metrics_allow_list: scheduler,executor
            metrics.metrics_block_list: scheduler.critical  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            metrics.metrics_allow_list: scheduler,executor
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["metrics-allow-and-block-list"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/access-metrics-cw.html",
)
def check(options: AirflowOptions) -> Iterator[Finding]:
    if not options.options:
        return
    allow, block = options.find("metrics.metrics_allow_list"), options.find("metrics.metrics_block_list")
    if allow is not None and block is not None and allow.text and block.text:
        yield Finding(block, f"`{block.name}` has no effect beside `{allow.name}`")
