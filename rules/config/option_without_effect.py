"""MWAA sets the option itself, whatever the environment says.

Why
    The value is replaced or passed over when the containers start. What it was meant to change stays as MWAA has it.

Fix
    Delete the option.

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
            core.executor: KubernetesExecutor  # <- here
            celery.worker_concurrency: "16"  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            celery.worker_autoscale: "5,5"
            metrics.metrics_allow_list: scheduler,executor
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.airflow_options import AirflowOption, AirflowOptions
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="warning",
    covers=["option-fixed-by-mwaa", "worker-concurrency-ignored"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(option: AirflowOption, options: AirflowOptions) -> Iterator[Finding]:
    version = str(options.target.airflow)
    names = {option.name}
    former = options.reference.former.get(option.name)
    if former is not None:
        names.add(former.option)
    rows = [row for row in facts.option_effects() if any(row.names(name) for name in names)]
    taken = [row for row in rows if row.effect in ("forced", "ignored")]
    here = [row for row in taken if not row.versions or version in row.versions]
    if taken and not here and facts.mwaa_options(version) is None:
        raise Unknown(f"whether MWAA sets `{option.name}` in Airflow {version} has not been published")
    for row in here[:1]:
        value = f" to `{row.value}`" if row.value is not None else ""
        done = "sets" if row.effect == "forced" else "passes over"
        if row.value is not None and not option.holds_secret and option.text.lower() == row.value.lower():
            continue
        yield Finding(
            option,
            f"MWAA {done} `{option.name}` itself{value}, so the value given here has no effect",
            evidence=(row.note,) if row.note else (),
            fix=f"Delete `{option.name}`",
        )
