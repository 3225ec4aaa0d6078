"""The secrets backend is named by a class that does not exist.

Why
    Airflow imports the class before it looks up its first connection. If it is not there, every connection and
    variable fails with an import error, or the environment does not start at all.

Fix
    Write `airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend`.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            secrets.backend: airflow.contrib.secrets.aws_secrets_manager.SecretsManagerBackend  # <- here
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections"}'

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
            secrets.backend_kwargs: '{"connections_prefix": "airflow/connections"}'
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from mwaa_doctor.models.secrets_backend import AWS_BACKENDS, SECRETS_MANAGER, SecretsBackend
from mwaa_doctor.rule import Finding, rule

_NEAR = 0.75


@rule(
    severity="error",
    covers=["secrets-backend-class"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/connections-secrets-manager.html",
)
def check(backend: SecretsBackend) -> Iterator[Finding]:
    option = backend.option
    if option is None or option.text in AWS_BACKENDS:
        return
    name = option.text.strip()
    meant = "secretsmanager" in name.lower().replace("_", "").replace(".", "")
    if meant or name.startswith("airflow.contrib.") or SequenceMatcher(None, name, SECRETS_MANAGER).ratio() > _NEAR:
        if "systems_manager" in name or backend.is_shipped(name):
            return
        yield Finding(option, f"there is no class `{name}`", fix=f"Write `secrets.backend: {SECRETS_MANAGER}`")
