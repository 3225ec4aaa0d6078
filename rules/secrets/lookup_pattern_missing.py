"""Every look-up of a connection or variable asks Secrets Manager first.

Why
    Airflow asks for each connection and variable each time one is used, even for those that were never stored there.
    Each question is paid for, and it delays the parsing of DAGs. MWAA's own default leaves `aws_default` out, which is
    lost when the option is set.

Fix
    Add a pattern for the names that are kept there, such as `"connections_lookup_pattern": "^prod_"`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections"}'  # <- here

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
            secrets.backend_kwargs: '{"connections_lookup_pattern": "^prod_", "variables_prefix": null}'
"""

from collections.abc import Iterator

from mwaa_doctor.models.secrets_backend import KINDS, SecretsBackend
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="info",
    covers=["secrets-lookup-pattern"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(backend: SecretsBackend) -> Iterator[Finding]:
    if not backend.is_aws or backend.options.target.airflow < (2, 4):
        return
    for arguments in backend.arguments:
        value = arguments.value
        if value is None:
            continue
        open_kinds = [kind for kind in KINDS if _asks_for_all(value, kind)]
        if open_kinds:
            missing = " and ".join(f"`{kind}_lookup_pattern`" for kind in open_kinds)
            yield Finding(arguments.option, f"`{arguments.option.name}` has no {missing}, so every look-up is sent")


def _asks_for_all(value: dict[str, object], kind: str) -> bool:
    switched_off = f"{kind}_prefix" in value and value[f"{kind}_prefix"] is None
    return not switched_off and value.get(f"{kind}_lookup_pattern") is None
